import { randomUUID } from 'node:crypto';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { type Attempt, type AttemptFailure, isExchanging } from '../../attempts/attempt.js';
import {
  type AttemptOwner,
  AttemptOwners,
  type EndedTrip,
  type ProviderStanding,
  type RepeatedSettlement,
  type SettledTrip,
} from '../../attempts/attempt-owner.js';
import type { Settlement } from '../../attempts/settlement.js';
import type { Actor } from '../../audit/recording.js';
import type { Settings } from '../../config/settings.js';
import { SETTINGS } from '../../config/settings.token.js';
import type { Lookups } from '../../database/transaction.js';
import type { CompletedTrip } from '../../federation/trip.js';
import { ProviderDirectory } from '../../providers/provider-directory.js';
import type { ProviderForTrip } from '../../providers/provider-for-trip.js';
import type { Binding } from '../bindings/binding.js';
import { BindingStore } from '../bindings/binding.store.js';
import { identityAt } from '../bindings/identity-at-provider.js';
import { isSetAs } from '../bindings/identity-settings.js';
import { judgeUserClaims } from '../bindings/judge-user-claims.js';
import { isOpen, PROOF_LIFETIME, type UserLink } from '../invitations/user-link.js';
import { UserLinkStore } from '../invitations/user-link.store.js';
import type { User } from '../users/user.js';
import { UserStore } from '../users/user.store.js';
import { userEvent } from '../users/user-events.js';

/** Where a browser arrives after the login at the provider. Says nothing but how it went. */
function bindingResultUrl(publicUrl: string, linkId: string): string {
  return `${publicUrl}/bindings/${linkId}/result`;
}

/** What is known when a trip is settled. */
interface Located {
  readonly link: UserLink;
  readonly user: User;
  readonly provider: ProviderForTrip;
  readonly trip: CompletedTrip;
}

const failureOf = (code: AttemptFailure['code'], detail: string): AttemptFailure => ({ code, detail });

/**
 * Owns the attempts by which users bind an identity at a provider to their account. The steps, in order:
 *
 * 1. outcome: did the trip succeed?
 * 2. link: is it still open, is its address proved, is the user neither locked nor deleted, and is the provider set as it was when
 *    they were invited?
 * 3. claims: does what the provider tells about the user agree with what is known?
 * 4. identity: is it nobody else's in the tenant?
 */
@Injectable()
export class AccountBindingOwner implements AttemptOwner, OnModuleInit {
  readonly purpose = 'account_binding';

  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly owners: AttemptOwners,
    private readonly links: UserLinkStore,
    private readonly users: UserStore,
    private readonly bindings: BindingStore,
    private readonly providers: ProviderDirectory,
  ) {}

  onModuleInit(): void {
    this.owners.register(this);
  }

  actor(): Actor {
    return { type: 'system', id: 'account-binding' };
  }

  usable({ enabled, usage }: ProviderStanding): boolean {
    return enabled && usage.includes('user');
  }

  /** The trail of a user says what a link has come to. */
  received(): null {
    return null;
  }

  async settle(reading: Lookups, ended: EndedTrip): Promise<SettledTrip> {
    const { attempt, outcome, provider, usable } = ended;
    const link = await this.links.find(reading, attempt.tenantId, attempt.ownerId);
    if (link === null) throw new Error(`Attempt ${attempt.id} belongs to no link`);
    if (outcome.kind === 'failed') {
      const { code, detail, quoted } = outcome.failure;
      return this.refused(ended, link, { code, detail, quoted });
    }
    if (provider === null || !usable)
      return this.refused(
        ended,
        link,
        failureOf('outcome.provider_disabled', 'The provider may not be used any more, or the tenant is suspended'),
      );
    const user = await this.users.find(reading, attempt.tenantId, link.userId);
    if (user === null || user.status === 'locked' || !isUsable(link, ended.now))
      return this.refused(ended, link, failureOf('people.link_ended', 'The link has ended, or its user is locked'));
    if (link.identitySettings !== null && !isSetAs(link.identitySettings, provider))
      return this.refused(
        ended,
        link,
        failureOf('people.provider_changed', 'The provider was set otherwise meanwhile'),
      );
    return this.judged(reading, ended, { link, user, provider, trip: outcome.trip });
  }

  repeat(_reading: Lookups, attempt: Attempt, now: Date): Promise<RepeatedSettlement> {
    const nothingKnown = { language: null, envelopeName: null } as const;
    const working = { kind: 'page', page: { name: 'already-received', standing: 'working' }, ...nothingKnown } as const;
    return Promise.resolve({
      settlement: isExchanging(attempt, now) ? working : this.arrive(attempt, null),
      writes: [],
    });
  }

  /** The link can be used again until it ends. */
  async abandoned(): Promise<void> {
    await Promise.resolve();
  }

  private async judged(reading: Lookups, ended: EndedTrip, located: Located): Promise<SettledTrip> {
    const { link, user, provider, trip } = located;
    const { mismatch, change } = judgeUserClaims(trip.sources, provider.configuration, user);
    if (mismatch !== null) return this.refused(ended, link, failureOf(mismatch.code, mismatch.detail));
    const identity = identityAt(provider, trip.subject);
    const taken = await this.bindings.findByIdentity(reading, link.tenantId, identity);
    if (taken !== null)
      return this.refused(ended, link, failureOf('people.identity_taken', 'Another binding of the tenant has it'));
    const binding: Binding = {
      id: randomUUID(),
      tenantId: link.tenantId,
      userId: user.id,
      providerId: provider.id,
      providerName: provider.name,
      issuer: identity.issuer,
      subjectHash: await this.bindings.hashOf(reading, link.tenantId, identity),
      identitySettings: identity.settings,
      boundAt: ended.now,
      confirmationAskedAt: null,
    };
    const named = await this.users.renamed(reading, user, change);
    return this.bound(ended, located, binding, named, identity.sub);
  }

  private bound(
    { attempt, now }: EndedTrip,
    { link, user, provider }: Located,
    binding: Binding,
    named: Awaited<ReturnType<UserStore['renamed']>>,
    subject: string,
  ): SettledTrip {
    const { tenantId } = link;
    const event = userEvent(user, {
      type: 'user.bound',
      actor: { type: 'user', id: user.id },
      now,
      attemptId: attempt.id,
      data: {
        bindingId: binding.id,
        linkId: link.id,
        providerId: provider.id,
        provider: provider.name,
        revision: provider.revision,
        issuer: binding.issuer,
        identitySettings: binding.identitySettings,
      },
      disclosures: { subject },
    });
    return {
      end: { status: 'succeeded', failure: null, report: null },
      last: true,
      heads: [],
      events: [event],
      writes: () => [
        this.providers.stillUsable(tenantId, provider.id, 'user'),
        this.users.activateUser(user, now, named),
        this.links.endProved(link, now),
        this.bindings.insertBinding(binding),
      ],
      settlement: this.arrive(attempt, user.language),
    };
  }

  private refused({ attempt }: EndedTrip, link: UserLink, failure: AttemptFailure): SettledTrip {
    return {
      end: { status: 'failed', failure, report: null },
      last: false,
      heads: [],
      events: [],
      writes: () => [this.links.fail(link, failure.code)],
      settlement: this.arrive(attempt, null),
    };
  }

  private arrive({ ownerId }: Attempt, language: string | null): Settlement {
    return { kind: 'redirect', url: bindingResultUrl(this.settings.PUBLIC_URL, ownerId), language, envelopeName: null };
  }
}

function isUsable(link: UserLink, now: Date): boolean {
  const { provedAt } = link;
  return isOpen(link, now) && provedAt !== null && now.getTime() - provedAt.getTime() < PROOF_LIFETIME;
}
