import type { UserLinkKind } from './user-link.entity.js';

export type { UserLinkKind } from './user-link.entity.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** How long a link that was mailed works. */
export const LINK_LIFETIME = 7 * 24 * HOUR;

/** How long the one link works that is shown, where no mail can be sent. */
export const SHOWN_LINK_LIFETIME = HOUR;

/** How long a code that was mailed works. */
export const CODE_LIFETIME = 10 * MINUTE;

/** How long the browser in which the code was entered may take to log in at the provider, or to choose a password. */
export const PROOF_LIFETIME = 30 * MINUTE;

/** A link by which a user sets up, or confirms, how they log in. Its token is stored as a hash. */
export interface UserLink {
  readonly id: string;
  readonly tenantId: string;
  readonly userId: string;
  readonly kind: UserLinkKind;
  readonly providerId: string | null;
  readonly bindingId: string | null;
  /** Hash of what the provider was set to when the user was invited to it; null: whatever it is set to. */
  readonly identitySettings: string | null;
  readonly needsCode: boolean;
  readonly codeHash: Buffer | null;
  readonly codeExpiresAt: Date | null;
  readonly browserHash: Buffer | null;
  readonly provedAt: Date | null;
  readonly failure: string | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly endedAt: Date | null;
  /** When it did what it was for; then it has ended. */
  readonly usedAt: Date | null;
}

export function isOpen({ endedAt, expiresAt }: UserLink, now: Date): boolean {
  return endedAt === null && expiresAt > now;
}

/** Whether the address is proved in the browser that brings this secret. Pure. @param browser SHA-256 of the cookie; null: none came */
export function isProved(link: UserLink, browser: Buffer | null, now: Date): boolean {
  if (browser === null || link.browserHash === null || link.provedAt === null) return false;
  return link.browserHash.equals(browser) && now.getTime() - link.provedAt.getTime() < PROOF_LIFETIME;
}
