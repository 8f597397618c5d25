import { readFileSync } from 'node:fs';
import { Command, InvalidArgumentError } from 'commander';
import type { z } from 'zod';
import { JWT_GRANT } from '../access/oauth-client-terms.js';
import { subjectForms } from '../certificates/subject-forms.js';
import type { Settings } from '../config/settings.js';
import type { oauthClientSchema } from '../oauth-clients/oauth-client.schema.js';
import { printable } from '../verify/printable.js';
import { RunningService, type ServiceOptions, withServiceOptions } from './running-service.js';

type OAuthClient = z.output<typeof oauthClientSchema>;

interface Page {
  readonly items: readonly OAuthClient[];
  readonly next: string | null;
}

interface CreateOptions extends ServiceOptions {
  readonly name: string;
  readonly grant: readonly string[];
  readonly scope: readonly string[];
  readonly redirectUri: readonly string[];
  readonly method?: string;
  readonly generateKey?: string;
  readonly bound?: string;
  readonly certificate?: Readonly<Record<string, string>>;
  readonly key?: string;
  readonly format?: string;
  readonly accessSeconds?: number;
  readonly idTokenAlg?: string;
  readonly owner?: string;
}

interface KeyOptions extends ServiceOptions {
  readonly generateKey?: string;
  readonly key?: string;
}

interface RotateOptions extends ServiceOptions {
  readonly overlap: number;
}

const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];

const seconds = (value: string): number => {
  if (!/^\d+$/.test(value)) throw new InvalidArgumentError('expected a number of seconds');
  return Number(value);
};

/** `san_dns=clm.example`, as the member of `authentication` that it stands for. */
function certificateName(value: string): Readonly<Record<string, string>> {
  const [form = '', ...rest] = value.split('=');
  const member = `tls_client_auth_${form}`;
  if (rest.length === 0 || !subjectForms.some((one) => one === member))
    throw new InvalidArgumentError(
      `expected one of ${subjectForms.map((one) => `${one.replace('tls_client_auth_', '')}=…`).join(', ')}`,
    );
  return { [member]: rest.join('=') };
}

function jwkIn(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    const reason = cause instanceof SyntaxError ? 'is no JSON document, expected a JWK' : 'cannot be read';
    throw new Error(`--key: ${file} ${reason}`, { cause });
  }
}

const pathOf = (id: string): string => `/v1/oauth-clients/${encodeURIComponent(id)}`;

/** `countersign oauth-clients …`. What is made is printed once, and nowhere else. */
export function oauthClientCommands(settings: () => Settings): Command {
  const clients = new Command('oauth-clients').description('applications that get tokens of a tenant');
  const service = (options: ServiceOptions): RunningService => new RunningService(settings(), options);
  withServiceOptions(clients.command('list').description('lists them, the oldest first')).action(
    async (options: ServiceOptions) => {
      await list(service(options));
    },
  );
  withServiceOptions(
    clients.command('show').argument('<clientId>').description('shows one, without its secrets'),
  ).action(async (id: string, options: ServiceOptions) => {
    console.log(JSON.stringify(await service(options).request<OAuthClient>('GET', pathOf(id)), null, 2));
  });
  withServiceOptions(
    clients
      .command('create')
      .description('registers one')
      .requiredOption('--name <name>', 'shown to users who consent')
      .option('--grant <grant>', 'client_credentials, authorization_code or jwt-bearer; may be repeated', collect, [])
      .option('--scope <scope>', 'may be repeated', collect, [])
      .option('--redirect-uri <uri>', 'may be repeated', collect, [])
      .option('--method <method>', 'client authentication, e.g. private_key_jwt')
      .option('--certificate <name>', 'of tls_client_auth, e.g. san_dns=clm.partner.example', certificateName)
      .option('--key <file>', 'public JWK')
      .option('--generate-key <kind>', 'RSA-2048, RSA-4096 or EC-P256')
      .option('--bound <to>', 'what tokens are bound to: certificate or dpop')
      .option('--format <format>', 'of tokens: jwt or opaque')
      .option('--id-token-alg <algorithm>', 'of ID tokens: ES256 or RS256; default ES256')
      .option('--access-seconds <seconds>', 'how long access tokens live', seconds)
      .option('--owner <userId>', 'who is told when it stops working'),
  ).action(async (options: CreateOptions) => {
    console.log(printed(await service(options).request<OAuthClient>('POST', '/v1/oauth-clients', bodyOf(options))));
  });
  withServiceOptions(
    clients
      .command('add-key')
      .argument('<clientId>')
      .description('makes another key; those before work on until they are removed')
      .option('--key <file>', 'public JWK; default: a pair is made')
      .option('--generate-key <kind>', 'RSA-2048, RSA-4096 or EC-P256; default RSA-2048'),
  ).action(async (id: string, options: KeyOptions) => {
    const body = {
      ...(options.key === undefined
        ? { generateKey: options.generateKey ?? 'RSA-2048' }
        : { key: jwkIn(options.key), generateKey: options.generateKey }),
    };
    console.log(printed(await service(options).request<OAuthClient>('POST', `${pathOf(id)}/keys`, body)));
  });
  withServiceOptions(
    clients
      .command('remove-key')
      .argument('<clientId>')
      .argument('<kid>')
      .description('what it signs is refused at once'),
  ).action(async (id: string, kid: string, options: ServiceOptions) => {
    await service(options).request('DELETE', `${pathOf(id)}/keys/${encodeURIComponent(kid)}`);
    console.log(`${kid} is removed`);
  });
  withServiceOptions(
    clients
      .command('rotate-secret')
      .argument('<clientId>')
      .description('makes another secret')
      .option('--overlap <seconds>', 'how long the secret before works on', seconds, 0),
  ).action(async (id: string, options: RotateOptions) => {
    const body = { overlapSeconds: options.overlap };
    console.log(printed(await service(options).request<OAuthClient>('POST', `${pathOf(id)}/secrets`, body)));
  });
  for (const [verb, done, description] of [
    ['disable', 'disabled', 'stops one: it gets no tokens, and those that it has are refused at once and for good'],
    ['enable', 'enabled', 'lets one get tokens again'],
  ] as const)
    withServiceOptions(clients.command(verb).argument('<clientId>').description(description)).action(
      async (id: string, options: ServiceOptions) => {
        await service(options).request('POST', `${pathOf(id)}/${verb}`);
        console.log(`${id} is ${done}`);
      },
    );
  withServiceOptions(
    clients.command('delete').argument('<clientId>').description('deletes one; its tokens are refused at once'),
  ).action(async (id: string, options: ServiceOptions) => {
    const at = service(options);
    const { revision } = await at.request<OAuthClient>('GET', pathOf(id));
    await at.request('DELETE', pathOf(id), undefined, { 'if-match': `"${revision}"` });
    console.log(`${id} is deleted`);
  });
  return clients;
}

/** What was not said is left out by JSON. */
function bodyOf(options: CreateOptions): object {
  const method = options.method ?? (options.certificate === undefined ? undefined : 'tls_client_auth');
  return {
    name: options.name,
    grants: (options.grant.length === 0 ? ['client_credentials'] : options.grant).map((grant) =>
      grant === 'jwt-bearer' ? JWT_GRANT : grant,
    ),
    scopes: options.scope,
    redirectUris: options.redirectUri,
    ...(method === undefined ? {} : { authentication: { method, ...options.certificate } }),
    ...(options.key === undefined ? {} : { keys: [jwkIn(options.key)] }),
    generateKey: options.generateKey,
    tokens: {
      bound: options.bound,
      format: options.format,
      accessSeconds: options.accessSeconds,
      idTokenSignedResponseAlg: options.idTokenAlg,
    },
    owner: options.owner,
  };
}

async function list(service: RunningService): Promise<void> {
  let cursor: string | null = null;
  do {
    const query: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page: Page = await service.request<Page>('GET', `/v1/oauth-clients?limit=200${query}`);
    for (const { clientId, name, grants, scopes, enabled } of page.items)
      console.log(
        `${clientId}  ${printable(name)}  ${grants.join(' ')}  ${scopes.join(' ')}${enabled ? '' : '  (disabled)'}`,
      );
    cursor = page.next;
  } while (cursor !== null);
}

function printed({ clientId, name, clientSecret, privateKeyShownOnce, keys }: OAuthClient): string {
  return [
    `client_id:     ${clientId}`,
    `name:          ${printable(name)}`,
    ...(clientSecret === undefined ? [] : [`client_secret: ${clientSecret}`]),
    ...keys.map(({ kid }) => `key:           ${printable(kid)}`),
    ...(privateKeyShownOnce === undefined ? [] : ['', privateKeyShownOnce.trim()]),
    ...(clientSecret === undefined && privateKeyShownOnce === undefined
      ? []
      : ['', 'Keep it now: it is not shown again.']),
  ].join('\n');
}
