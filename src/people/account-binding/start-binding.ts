import { Injectable } from '@nestjs/common';
import { AttemptStarter, type StartedAttempt } from '../../attempts/start-attempt.js';
import { Clock } from '../../config/clock.js';
import type { Lookups } from '../../database/transaction.js';
import { CountersignError } from '../../errors/countersign-error.js';
import { hashSecret } from '../../secrets/lookup-secret.js';
import { UserLinkOpener } from '../invitations/open-link.js';
import { isOpen, isProved, type UserLink } from '../invitations/user-link.js';
import { UserLinkStore } from '../invitations/user-link.store.js';

/** Sends a user whose address is proved in this browser to the provider that they are to be bound at. */
@Injectable()
export class StartBinding {
  constructor(
    private readonly opener: UserLinkOpener,
    private readonly links: UserLinkStore,
    private readonly starter: AttemptStarter,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws CountersignError `people.address_not_proved`, `people.link_unknown`, `people.link_ended`, and those of a start, see
   *   `AttemptStarter`
   */
  async start(token: string, browser: string | undefined, language: string): Promise<StartedAttempt> {
    const { link, user, provider, step } = await this.opener.open(token, browser);
    if (step !== 'log_in_at_provider' || provider === null || browser === undefined)
      throw new CountersignError('people.address_not_proved');
    return this.starter.start({
      purpose: 'account_binding',
      ownerId: link.id,
      ownerExpiresAt: link.expiresAt,
      envelopeId: null,
      dataKeyId: null,
      provider,
      language,
      loginHint: provider.configuration.useLoginHint ? user.email : null,
      together: async (reading) => {
        await this.judgeAgain(reading, link, hashSecret(browser));
        return { heads: [], events: [], writes: () => [] };
      },
    });
  }

  private async judgeAgain(reading: Lookups, { id, tenantId }: UserLink, browser: Buffer): Promise<void> {
    const link = await this.links.find(reading, tenantId, id);
    const now = this.clock.now();
    if (link === null || !isOpen(link, now)) throw new CountersignError('people.link_ended');
    if (!isProved(link, browser, now)) throw new CountersignError('people.address_not_proved');
  }
}
