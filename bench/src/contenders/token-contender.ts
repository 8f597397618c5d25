import { Browser } from '../measuring/browser.js';
import type { ServerProcess } from '../processes/child-process.js';

/** An authorization server that is measured. */
export interface TokenContender {
  readonly name: string;
  /** What it stores of a token, for the table. */
  readonly stores: string;
  readonly process: ServerProcess;
  /** One JWT by client credentials. @throws Error when none comes */
  token(): Promise<string>;
}

/** Asks for a token as a client does whose secret goes into the Authorization header. */
export function tokenRequest(endpoint: string, clientId: string, clientSecret: string): () => Promise<string> {
  const browser = new Browser();
  const headers = {
    authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
    'content-type': 'application/x-www-form-urlencoded',
  };
  const body = 'grant_type=client_credentials&scope=providers%3Aread';
  return async () => {
    const text = await browser.read(endpoint, { method: 'POST', headers, body });
    const { access_token: token } = JSON.parse(text) as { access_token?: string };
    if (token?.split('.').length !== 3) throw new Error(`${endpoint} answered without a JWT: ${text.slice(0, 500)}`);
    return token;
  };
}
