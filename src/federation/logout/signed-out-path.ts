import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Clock } from '../../config/clock.js';
import type { Settings } from '../../config/settings.js';
import { SETTINGS } from '../../config/settings.token.js';
import { SealBrokenError, Sealing } from '../../secrets/sealing.js';

const CONTEXT = { tenantId: '', table: 'end_session', row: '', purpose: 'state' } as const;
const VALID_SECONDS = 600;

const stateSchema = z.object({
  returnAddress: z.string().nullable(),
  language: z.string().nullable(),
  until: z.number(),
});

/** Where a browser goes after the provider has ended its session there. */
interface AfterSignOut {
  /** null: a result page. */
  readonly returnAddress: string | null;
  readonly language: string | null;
}

/**
 * The way through the provider's end session endpoint (OpenID Connect RP-Initiated Logout 1.0 §2) and back. Where the browser
 * goes afterwards travels sealed in `state`, so that nothing has to be stored for it.
 */
@Injectable()
export class SignedOutPath {
  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly sealing: Sealing,
    private readonly clock: Clock,
  ) {}

  /** @param logoutUrl the provider's end session endpoint with its own parameters */
  through(logoutUrl: string, after: AfterSignOut): string {
    const until = this.clock.now().getTime() + VALID_SECONDS * 1000;
    const url = new URL(logoutUrl);
    url.searchParams.set('post_logout_redirect_uri', `${this.settings.PUBLIC_URL}/signed-out`);
    url.searchParams.set(
      'state',
      this.sealing.seal(JSON.stringify({ ...after, until }), CONTEXT).toString('base64url'),
    );
    return url.href;
  }

  /** What `state` says; null when it is none of ours or too old. */
  read(state: string): AfterSignOut | null {
    try {
      const opened = stateSchema.parse(
        JSON.parse(this.sealing.open(Buffer.from(state, 'base64url'), CONTEXT).toString('utf8')),
      );
      return opened.until < this.clock.now().getTime() ? null : opened;
    } catch (error) {
      if (error instanceof SealBrokenError || error instanceof z.ZodError || error instanceof SyntaxError) return null;
      throw error;
    }
  }
}
