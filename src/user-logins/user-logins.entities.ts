import { UserLoginEntity } from './logins/user-login.entity.js';
import { UserPasswordEntity } from './passwords/user-password.entity.js';
import { PasswordResetEntity } from './resets/password-reset.entity.js';
import { SecondFactorEntity } from './second-factors/second-factor.entity.js';

/** For the data source. */
export const userLoginsEntities = [UserPasswordEntity, SecondFactorEntity, UserLoginEntity, PasswordResetEntity];
