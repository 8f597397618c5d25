import type { DpopKey } from './dpop-key.js';

/** What the token endpoint answers (RFC 6749 §5.1). */
export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string | null;
  readonly idToken: string | null;
  readonly scopes: ReadonlySet<string>;
  /** When the access token ends, in milliseconds of this browser's clock. */
  readonly endsAt: number;
}

/** A refusal of the authorization server, in its own words. */
export class SignInRefused extends Error {}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

async function ask(url: string, key: DpopKey, form: URLSearchParams, nonce?: string): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { dpop: await key.proof('POST', url, undefined, nonce) },
    body: form,
    credentials: 'same-origin',
  });
}

/** @throws SignInRefused */
export async function askForTokens(url: string, key: DpopKey, parameters: Record<string, string>): Promise<Tokens> {
  const form = new URLSearchParams(parameters);
  let response = await ask(url, key, form);
  const nonce = response.headers.get('dpop-nonce');
  // RFC 9449 §8: the server wants its own number in the proof.
  if (response.status === 400 && nonce !== null) response = await ask(url, key, form, nonce);
  const body = (await response.json().catch(() => ({}))) as Readonly<Record<string, unknown>>;
  const accessToken = textOf(body['access_token']);
  if (!response.ok || accessToken === null)
    throw new SignInRefused(textOf(body['error_description']) ?? textOf(body['error']) ?? `HTTP ${response.status}`);
  return {
    accessToken,
    refreshToken: textOf(body['refresh_token']),
    idToken: textOf(body['id_token']),
    scopes: new Set((textOf(body['scope']) ?? '').split(' ')),
    endsAt: Date.now() + Number(body['expires_in'] ?? 0) * 1000,
  };
}
