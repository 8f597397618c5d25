import type { AuthenticatedBy } from '../../outbound/call-authentication.js';
import type { OutboundAnswer } from '../../outbound/outbound-call.js';
import type { ListenerConfiguration } from '../listener.js';
import { isSigned } from '../listeners/listener-rules.js';

const asksForBasic = ({ headers }: Pick<OutboundAnswer, 'headers'>): boolean =>
  /^\s*basic\b/i.test(headers.get('www-authenticate') ?? '');

/** Whether 401 or 403 is about what the listener itself is configured with, though an external authentication applied too. */
export function refusesOwn(
  answer: Pick<OutboundAnswer, 'headers'>,
  configuration: ListenerConfiguration,
  by: AuthenticatedBy | null,
): boolean {
  // An external authentication has tokens, certificates and headers, never Basic.
  if (asksForBasic(answer)) return true;
  // Who refuses a token says so by a challenge (RFC 6750 §3: it MUST).
  const hasToken = (by?.token ?? null) !== null;
  if (hasToken && !answer.headers.has('www-authenticate') && isSigned(configuration)) return true;
  return configuration.basic !== null && by?.token === null && by.certificateThumbprint === null;
}

/**
 * Which setting of a listener an answer complains about: what the challenge asks for (RFC 9110 §11.6.1), else what proves who we
 * are, the most particular first.
 * @returns JSON path in the listener's body; null when the answer says nothing about it
 */
export function settingAtFault(
  answer: Pick<OutboundAnswer, 'status' | 'headers'>,
  configuration: ListenerConfiguration,
): string | null {
  const { status } = answer;
  // Receivers that follow the examples of Standard Webhooks answer 400 to a signature that does not fit.
  if (status === 400) return isSigned(configuration) ? '$.signatures' : null;
  if (status !== 401 && status !== 403) return null;
  if (asksForBasic(answer)) return '$.basic';
  // A token never stands in the listener: an external authentication of its URL is missing.
  if (/^\s*(bearer|dpop)\b/i.test(answer.headers.get('www-authenticate') ?? '')) return '$.url';
  if (configuration.basic !== null) return '$.basic';
  if (isSigned(configuration)) return '$.signatures';
  return configuration.headers.length > 0 ? '$.headers' : '$.signatures';
}
