import type { SignerMessage } from '../errors/signer-message.js';
import type { BrowserCookie } from './binding-cookie.js';

/** What a page about a settlement says besides: in which language, and about which envelope. null: not known. */
export interface SettlementContext {
  readonly language: string | null;
  readonly envelopeName: string | null;
}

/** The pages that a settlement may name; each has its template where pages are made. */
export type SettledPage =
  | {
      /** This attempt failed; the signer may try again at `retryPath`, or nothing is left when it is null. */
      readonly name: 'try-again';
      /** HTTP status of the page: 4xx, 502 or 504. */
      readonly status: number;
      readonly message: SignerMessage;
      readonly retryPath: string | null;
      readonly attemptsLeft: number;
    }
  | {
      /** The end, where there is no address to send the browser to. */
      readonly name: 'result';
      readonly status: 'succeeded' | 'failed';
      readonly message: SignerMessage;
    }
  | {
      /** Whatever this attempt found out: whom it was for has ended otherwise, and nothing is left to do. */
      readonly name: 'ended';
      readonly message: Extract<SignerMessage, `link_${string}`>;
    }
  | {
      /** The callback came before. `working`: the first one is still being worked on. */
      readonly name: 'already-received';
      readonly standing: 'working' | 'succeeded' | 'failed';
    };

/** What the browser that came back is answered. */
export type Settlement = SettlementContext & {
  /** Set, or taken back, with the answer. */
  readonly cookies?: readonly BrowserCookie[];
} & (
    | {
        /** Send it on with a 303. The address may hold a handback: never log it. */
        readonly kind: 'redirect';
        readonly url: string;
      }
    | { readonly kind: 'page'; readonly page: SettledPage }
  );
