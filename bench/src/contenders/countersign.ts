import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Browser } from '../measuring/browser.js';
import { SERVICE_DIRECTORY } from '../processes/built-service.js';
import { type ServerProcess, startServer } from '../processes/child-process.js';
import type { Contender } from './contender.js';

/** Keys that instances of one deployment share. */
export interface Deployment {
  readonly databaseUrl: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly apiKey: string;
}

/** What a deployment cannot be opened without. */
export interface DeploymentKeys {
  readonly apiKey: string;
  readonly encryptionKey: string;
}

export const madeKeys = (): DeploymentKeys => ({
  apiKey: `csk_${randomBytes(32).toString('base64url')}`,
  encryptionKey: randomBytes(32).toString('base64'),
});

export function deployment(databaseUrl: string, poolSize = 10, keys = madeKeys()): Deployment {
  const directory = mkdtempSync(join(tmpdir(), 'countersign-bench-data-'));
  process.once('exit', () => {
    rmSync(directory, { recursive: true, force: true });
  });
  const { apiKey, encryptionKey } = keys;
  return {
    databaseUrl,
    apiKey,
    environment: {
      HOST: '127.0.0.1',
      DATABASE_URL: databaseUrl,
      DATABASE_POOL_SIZE: String(poolSize),
      DATA_DIR: directory,
      ENCRYPTION_KEY: encryptionKey,
      BOOTSTRAP_API_KEY: apiKey,
      OUTBOUND_ALLOWED_CIDRS: '127.0.0.0/8',
      OUTBOUND_ALLOW_HTTP: 'true',
      // All signers of the benchmark come from one address with one key.
      RATE_LIMIT_PER_MINUTE: '10000000',
      SIGNER_RATE_LIMIT_PER_MINUTE: '10000000',
    },
  };
}

export interface InstanceOptions {
  readonly port?: number;
  /** Where signers and providers find the deployment; default: the instance itself. */
  readonly publicUrl?: string;
  /** Another built checkout to run. Default: this one, or BENCH_SERVICE. */
  readonly directory?: string;
  /** Arguments of `node`, e.g. for a profile. */
  readonly nodeArguments?: readonly string[];
  /** Settings beside those of the deployment. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** One instance of the built service. */
export function startInstance(made: Deployment, options: InstanceOptions = {}): Promise<ServerProcess> {
  return startServer({
    name: 'Countersign',
    cwd: options.directory ?? SERVICE_DIRECTORY,
    command: [...(options.nodeArguments ?? []), 'dist/src/main.js'],
    environment: {
      ...made.environment,
      ...options.environment,
      ...(options.publicUrl === undefined ? {} : { PUBLIC_URL: options.publicUrl }),
    },
    ...(options.port === undefined ? {} : { port: options.port }),
    readyPath: '/health/ready',
  });
}

/** Calls the API as the workflow does. */
export class Workflow {
  private readonly browser = new Browser();
  private readonly headers: Readonly<Record<string, string>>;

  constructor(
    readonly origin: string,
    apiKey: string,
  ) {
    this.headers = { authorization: `Bearer ${apiKey}` };
  }

  async post(path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<unknown> {
    const text = await this.browser.read(`${this.origin}${path}`, {
      method: 'POST',
      headers: { ...this.headers, 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    return JSON.parse(text);
  }

  async get(path: string): Promise<unknown> {
    return JSON.parse(await this.browser.read(`${this.origin}${path}`, { headers: this.headers }));
  }
}

/** A provider with ID token and one mapping. @param withResource UserInfo is fetched besides, with a mapping of its own */
export function providerBody(name: string, issuer: string, withResource: boolean): unknown {
  return {
    name,
    kind: 'oidc',
    clientId: 'sign',
    clientAuthentication: { method: 'client_secret_basic', clientSecret: 'secret' },
    scopes: ['openid', 'profile', 'email'],
    issuer,
    idToken: {
      signingAlgorithms: ['ES256'],
      mappings: [{ path: 'given_name', action: 'validate', target: 'recipient.firstName' }],
    },
    ...(withResource
      ? {
          resources: [
            {
              name: 'userinfo',
              type: 'userinfo',
              uri: `${issuer}/userinfo`,
              mappings: [{ path: 'family_name', action: 'validate', target: 'recipient.lastName' }],
            },
          ],
        }
      : {}),
  };
}

/** What the workflow asks for, each time for a signer of an envelope of its own. */
export function signerAuthenticationBody(provider: string): unknown {
  const id = randomUUID();
  return {
    envelope: { id: `envelope-${id}`, name: 'Loan contract' },
    workstep: { id: 'workstep-1' },
    recipient: { email: `john-${id}@example.com`, firstName: 'John', lastName: 'Doe' },
    providers: [{ name: provider }],
    returnUrl: 'https://workflow.example/after',
  };
}

/** One complete login as workflow and signer make it. @returns the id of the signer authentication */
export async function logInAt(workflow: Workflow, provider: string): Promise<string> {
  const created = (await workflow.post('/v1/signer-authentications', signerAuthenticationBody(provider))) as {
    id: string;
    signInUrl: string;
  };
  await signIn(created.signInUrl, provider);
  const outcome = (await workflow.get(`/v1/signer-authentications/${created.id}`)) as { status: string };
  if (outcome.status !== 'succeeded') throw new Error(`The outcome is ${JSON.stringify(outcome)}`);
  return created.id;
}

/** What the signer does: opens the link, chooses the provider, logs in there and comes back. */
export async function signIn(signInUrl: string, provider: string): Promise<string> {
  const browser = new Browser();
  await browser.read(signInUrl);
  const authorization = await browser.follow(signInUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
    body: new URLSearchParams({ provider }).toString(),
  });
  const end = await browser.follow(await browser.follow(authorization));
  if (new URL(end).searchParams.get('status') !== 'succeeded') throw new Error(`The login ended at ${end}`);
  return end;
}

/**
 * Countersign with both profiles: what a login costs with an ID token alone, and with a resource besides.
 * @param name what the table calls it; another one for another build
 */
export async function startCountersign(
  issuer: string,
  databaseUrl: string,
  options: Pick<InstanceOptions, 'nodeArguments' | 'directory' | 'environment'> = {},
  name = 'Countersign',
): Promise<readonly [Contender, Contender]> {
  const made = deployment(databaseUrl);
  const process = await startInstance(made, options);
  const workflow = new Workflow(process.origin, made.apiKey);
  await workflow.post('/v1/providers', providerBody('id-token', issuer, false));
  await workflow.post('/v1/providers', providerBody('with-resource', issuer, true));
  const stores = 'request, attempt, sealed outcome, hash-chained trail of every step with raw evidence, Merkle tree';
  return [
    {
      name: `${name}, ID token`,
      stores,
      process,
      neededCalls: 1,
      logIn: async () => void (await logInAt(workflow, 'id-token')),
    },
    {
      name: `${name}, with a resource`,
      stores,
      process,
      neededCalls: 2,
      logIn: async () => void (await logInAt(workflow, 'with-resource')),
    },
  ];
}
