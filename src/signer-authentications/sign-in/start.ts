import { Injectable } from '@nestjs/common';
import { AttemptStarter, type StartedAttempt } from '../../attempts/start-attempt.js';
import { CountersignError } from '../../errors/countersign-error.js';
import { ProviderDirectory } from '../../providers/provider-directory.js';
import { startEvents } from '../events/attempt-events.js';
import { MAXIMUM_STARTS, type SignerAuthentication } from '../signer-authentication.js';
import { SignerAuthenticationStore } from '../stores/signer-authentication.store.js';
import { countStart } from '../stores/signer-authentication.writes.js';
import { SignInLink } from './sign-in-link.js';

/** Starts an attempt at the provider that the signer has chosen. */
@Injectable()
export class StartSignIn {
  constructor(
    private readonly link: SignInLink,
    private readonly authentications: SignerAuthenticationStore,
    private readonly providers: ProviderDirectory,
    private readonly starter: AttemptStarter,
  ) {}

  /**
   * @param providerName what the form posted
   * @param language the language of the page, for the provider's pages
   * @throws CountersignError `sign_in.*`, or of a step on the way to the provider
   */
  async start(token: string, providerName: string, language: string): Promise<StartedAttempt> {
    const opened = await this.link.open(token);
    const { authentication, details } = opened;
    const allowed = details.providers.find(({ name }) => name === providerName);
    if (allowed === undefined) throw new CountersignError('sign_in.provider_not_offered');
    requireStartsLeft(authentication);
    const provider = await this.providers.forStart(authentication.tenantId, allowed.id, opened.providers);
    if (provider === null) throw new CountersignError('sign_in.provider_disabled');
    let from = opened.head;
    return this.starter.start({
      purpose: 'signer_authentication',
      ownerId: authentication.id,
      ownerExpiresAt: authentication.expiresAt,
      envelopeId: authentication.envelopeId,
      dataKeyId: authentication.dataKeyId,
      provider,
      location: opened.providers?.find(({ id }) => id === provider.id),
      language: details.recipient.language ?? language,
      loginHint: provider.configuration.useLoginHint ? details.recipient.email : null,
      together: async (reading, attempt, now, again) => {
        const present = again ? await this.link.openAgain(reading, authentication) : opened;
        requireStartsLeft(present.authentication);
        from = present.head;
        const events = startEvents(present.authentication, attempt, provider.revisionHash, now);
        return { heads: [present.head], events, writes: () => [countStart(present.authentication)] };
      },
      started: (heads) => {
        this.authentications.startWritten(authentication.id, from, heads);
      },
    });
  }
}

/** @throws CountersignError `sign_in.too_many_starts` */
function requireStartsLeft({ starts }: SignerAuthentication): void {
  if (starts >= MAXIMUM_STARTS) throw new CountersignError('sign_in.too_many_starts');
}
