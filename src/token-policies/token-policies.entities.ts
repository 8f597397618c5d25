import { TokenPolicyEntity } from './token-policy.entity.js';

/** For the data source. Where a token is issued policies are read by SQL. */
export const tokenPoliciesEntities = [TokenPolicyEntity];
