import { Inject, Injectable } from '@nestjs/common';
import { apiAudienceOf } from '../access/api-audience.js';
import { consoleClientId } from '../access/console-client.js';
import type { Principal } from '../access/principal.js';
import { ResourceServers } from '../access/resource-servers.js';
import { scopes as apiScopes } from '../access/scope.js';
import { readChain } from '../certificates/certificate-chain.js';
import { Clock } from '../config/clock.js';
import type { Settings } from '../config/settings.js';
import { SETTINGS } from '../config/settings.token.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { CountersignError } from '../errors/countersign-error.js';
import { ConfiguredPolicies, type WholeVerdict } from './configured-policies.js';
import { TokenPolicyStore } from './token-policy.store.js';
import type { TrialRequest } from './trial.schema.js';
import { refusalBeforePolicies, triedConsole } from './tried-client.js';

/** Tells whether a token would be issued, and why, for whoever only wants to know. */
@Injectable()
export class PolicyTrials {
  private readonly apiAudience: string;

  constructor(
    private readonly store: TokenPolicyStore,
    private readonly policies: ConfiguredPolicies,
    private readonly resources: ResourceServers,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    @Inject(SETTINGS) settings: Settings,
  ) {
    this.apiAudience = apiAudienceOf(settings.PUBLIC_URL);
  }

  /** @throws CountersignError `request.unacceptable` for a client that there is not */
  async run({ tenant }: Principal, { certificate, at, ...trial }: TrialRequest): Promise<WholeVerdict> {
    const { lookups } = this.unitOfWork;
    const { clientId, audience = this.apiAudience } = trial;
    const client =
      (await this.store.triedClient(lookups, tenant.id, clientId)) ??
      (clientId === consoleClientId(tenant.name) ? triedConsole : null);
    if (client === null)
      throw new CountersignError('request.unacceptable', {
        faults: [{ path: '$.clientId', message: 'is no client of this tenant' }],
      });
    const refusal = refusalBeforePolicies(client, { ...trial, audience }, await this.scopesAt(tenant.id, audience));
    if (refusal !== null) return { verdict: refusal, policies: null };
    const [leaf = null, ...chain] = certificate === null ? [] : chainOf(certificate);
    const intended = {
      ...trial,
      authentication: trial.authentication ?? client.authentication,
      binding: trial.binding ?? client.binding,
      firstParty: client.firstParty,
      tenantId: tenant.id,
      audience,
      certificate: leaf,
      chain,
    };
    return this.policies.judge(lookups, intended, at === undefined ? this.clock.now() : new Date(at));
  }

  private async scopesAt(tenantId: string, audience: string): Promise<readonly string[] | null> {
    if (audience === this.apiAudience) return apiScopes;
    return (await this.resources.resourceFor(this.unitOfWork.lookups, tenantId, audience))?.scopes ?? null;
  }
}

/** Of a text that was judged already. */
function chainOf(pem: string) {
  const read = readChain(pem);
  return 'chain' in read ? read.chain : [];
}
