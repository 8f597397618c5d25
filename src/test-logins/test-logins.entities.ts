import { TestLoginEntity } from './test-login.entity.js';

/** For the data source. The steps of a test login find and end it by SQL, as a signer's do. */
export const testLoginsEntities = [TestLoginEntity];
