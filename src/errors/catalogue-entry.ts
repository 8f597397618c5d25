import type { SignerMessage } from './signer-message.js';

/**
 * One way that something can fail: what every audience is told about it. The catalogue is the only source of problem
 * answers, of signers' pages and of docs/errors.md.
 */
export interface CatalogueEntry {
  /** HTTP status of the answer. Signer-facing codes are 4xx, 502 or 504, never 500. */
  readonly status:
    | 400
    | 401
    | 403
    | 404
    | 405
    | 406
    | 408
    | 409
    | 410
    | 412
    | 413
    | 415
    | 422
    | 428
    | 429
    | 431
    | 500
    | 502
    | 503
    | 504;
  /** One short line, the same for every occurrence (RFC 9457 `title`). */
  readonly title: string;
  /** What the signer is told; absent for codes that only API callers can meet. */
  readonly signer?: SignerMessage;
  /** What usually lies behind it. */
  readonly cause: string;
  /** How an admin makes sure that this is the cause. */
  readonly confirm: string;
  /** What to do about it. */
  readonly remedy: string;
  /** JSON path of the provider setting that is most often at fault; `[]` stands for the index of the resource. */
  readonly setting?: string;
  /** Whether a failed attempt with this code uses up one of `maxAttempts`; the provider's failures and interruptions do not. Default false. */
  readonly countsTowardsMaxAttempts?: boolean;
  /** What the reference product logs in this case. */
  readonly referenceName?: 'TOKEN_FETCH_CALL_FAILED';
}

export type CatalogueEntries = Readonly<Record<string, CatalogueEntry>>;
