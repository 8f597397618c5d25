import type { X509Certificate } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { apiAudienceOf } from '../access/api-audience.js';
import { ClientCertificates } from '../access/client-certificates.js';
import { MutualTlsDemand } from '../access/mutual-tls-demand.js';
import { ResourceServers } from '../access/resource-servers.js';
import { type IntendedToken, type IssueJudge, type IssueVerdict, TokenPolicies } from '../access/token-policies.js';
import type { Settings } from '../config/settings.js';
import { SETTINGS } from '../config/settings.token.js';
import type { Lookups } from '../database/transaction.js';
import { judgePolicies, type PolicyVerdict } from './rules/judge-policies.js';
import type { TokenPolicy } from './rules/token-policy.js';
import { TokenPolicyStore } from './token-policy.store.js';

/** Everything that was judged about a token. */
export interface WholeVerdict {
  readonly verdict: IssueVerdict;
  /** null: something else refused already. */
  readonly policies: PolicyVerdict | null;
}

/** What is told a client that asks for a token which has to be bound. */
const BOUND_ONLY = 'a certificate-bound token is required (mutual TLS)';

/** Judges tokens by what deployment, tenant and API demand, then by the policies of the tenant. */
@Injectable()
export class ConfiguredPolicies extends TokenPolicies {
  private readonly apiAudience: string;

  constructor(
    private readonly store: TokenPolicyStore,
    private readonly demand: MutualTlsDemand,
    private readonly resources: ResourceServers,
    private readonly certificates: ClientCertificates,
    @Inject(SETTINGS) settings: Settings,
  ) {
    super();
    this.apiAudience = apiAudienceOf(settings.PUBLIC_URL);
  }

  override judgeFor(
    reading: Lookups,
    { id, tenantHasPolicies }: { readonly id: string; readonly tenantHasPolicies: boolean },
  ): IssueJudge {
    const read = tenantHasPolicies ? this.store.ofClient(reading, id) : null;
    // Whoever judges hears of it; where nobody does, nobody has to.
    read?.catch(() => undefined);
    return {
      judge: async (intended, now) => {
        const concerning = read?.then((policies) =>
          policies.filter(({ level, subject }) => level !== 'scope' || intended.scopes.includes(subject ?? '')),
        );
        return (await this.judgeBy(concerning ?? [], reading, intended, now)).verdict;
      },
    };
  }

  /** For whoever only wants to know. */
  async judge(reading: Lookups, intended: IntendedToken, now: Date): Promise<WholeVerdict> {
    const { tenantId, clientId, scopes } = intended;
    return this.judgeBy(this.store.concerning(reading, tenantId, clientId, scopes), reading, intended, now);
  }

  private async judgeBy(
    read: readonly TokenPolicy[] | Promise<readonly TokenPolicy[]>,
    reading: Lookups,
    intended: IntendedToken,
    now: Date,
  ): Promise<WholeVerdict> {
    const policies = await read;
    const demandedBy = intended.binding === 'certificate' ? null : await this.demandOf(reading, intended);
    if (demandedBy !== null)
      return {
        verdict: { issue: false, policyId: null, reason: demandedBy, description: BOUND_ONLY },
        policies: null,
      };
    const judged = judgePolicies(policies, {
      ...intended,
      certificate: await this.certificateOf(intended, policies),
      now,
    });
    const { refusal, maximumSeconds } = judged;
    const verdict: IssueVerdict =
      refusal === null
        ? { issue: true, maximumSeconds }
        : {
            issue: false,
            policyId: refusal.policy?.id ?? null,
            reason: refusal.reason,
            description: refusal.description,
          };
    return { verdict, policies: judged };
  }

  /** Who demands that the token be bound to a certificate; null: nobody. */
  private async demandOf(reading: Lookups, intended: IntendedToken): Promise<string | null> {
    const { tenantId, audience, firstParty = false } = intended;
    if (!firstParty && (await this.demand.isMadeOf(tenantId)))
      return 'Mutual TLS is demanded of every client, by the deployment or the tenant';
    if (audience === this.apiAudience) return null;
    const resource = await this.resources.resourceFor(reading, tenantId, audience);
    return resource?.mutualTlsRequired === true ? `Mutual TLS is demanded for ${audience}` : null;
  }

  /** Whether it is trusted is judged only where a policy asks for its issuer. */
  private async certificateOf(
    { tenantId, certificate, chain = [] }: IntendedToken,
    policies: readonly TokenPolicy[],
  ): Promise<{ readonly leaf: X509Certificate; readonly trusted: boolean } | null> {
    if (certificate === null) return null;
    if (!policies.some(({ when }) => when.certificateIssuer !== undefined))
      return { leaf: certificate, trusted: false };
    const judge = await this.certificates.judgeFor(tenantId);
    return { leaf: certificate, trusted: judge.faultOf({ certificate, chain }) === null };
  }
}
