import type { Actor, AuditEventInput } from '../../audit/recording.js';
import type { SignerAuthentication } from '../signer-authentication.js';
import { eventAbout } from './created-event.js';

export function expiredEvent(authentication: SignerAuthentication, now: Date): AuditEventInput {
  return {
    ...eventAbout(authentication, now),
    type: 'signer_authentication.expired',
    actor: { type: 'system', id: 'expiry' },
    data: { expiresAt: authentication.expiresAt.toISOString() },
  };
}

export function cancelledEvent(authentication: SignerAuthentication, actor: Actor, now: Date): AuditEventInput {
  return { ...eventAbout(authentication, now), type: 'signer_authentication.cancelled', actor, data: {} };
}

export function handbackEvent(authentication: SignerAuthentication, actor: Actor, now: Date): AuditEventInput {
  return {
    ...eventAbout(authentication, now),
    type: 'handback.redeemed',
    actor,
    data: { status: authentication.status },
  };
}

/** Somebody was shown the link once more, as when a signer has lost it. */
export function linkShownEvent(authentication: SignerAuthentication, actor: Actor, now: Date): AuditEventInput {
  return { ...eventAbout(authentication, now), type: 'signer_authentication.link_shown', actor, data: {} };
}
