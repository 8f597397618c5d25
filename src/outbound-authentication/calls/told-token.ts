import type { OutboundAnswer } from '../../outbound/outbound-call.js';

/** What of a token response a call needs. What comes beside it (an ID token, a refresh token, scopes) is nobody's here, and no reason to refuse. */
const NEEDED = ['access_token', 'token_type', 'expires_in'] as const;

/** A token response with what is needed of it, whatever media type it says it is; one without a lifetime may say so by null. */
export async function neededOf(response: Response): Promise<Response> {
  if (response.status !== 200) return response;
  const text = await response.text();
  const told = objectIn(text);
  if (told === null) return new Response(text, response);
  const needed = NEEDED.flatMap((name) =>
    told[name] === undefined || told[name] === null ? [] : [[name, told[name]]],
  );
  return new Response(JSON.stringify(Object.fromEntries(needed)), response);
}

/** `error` of RFC 6749 §5.2, also in an answer that says it is something else, or that it succeeded; null: there is none. */
export function errorIn({ status, body }: Pick<OutboundAnswer, 'status' | 'body'>): string | null {
  const error = status < 500 ? objectIn(Buffer.from(body).toString('utf8'))?.['error'] : undefined;
  return typeof error === 'string' ? error : null;
}

function objectIn(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text.replace(/^\ufeff/, ''));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : null;
  } catch {
    return null;
  }
}
