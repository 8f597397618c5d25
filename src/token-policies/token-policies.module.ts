import { Global, Module } from '@nestjs/common';
import { TokenPolicies } from '../access/token-policies.js';
import { ConfiguredPolicies } from './configured-policies.js';
import { PolicyChanges } from './policy-changes.js';
import { PolicyTrials } from './policy-trials.js';
import { TokenPoliciesController } from './token-policies.controller.js';
import { TokenPolicyStore } from './token-policy.store.js';

/** Which tokens are issued. May depend on audit, access and what is below; APIs and certificates come by ports of access. */
@Global()
@Module({
  controllers: [TokenPoliciesController],
  providers: [
    TokenPolicyStore,
    PolicyChanges,
    ConfiguredPolicies,
    PolicyTrials,
    { provide: TokenPolicies, useExisting: ConfiguredPolicies },
  ],
  exports: [TokenPolicies],
})
export class TokenPoliciesModule {}
