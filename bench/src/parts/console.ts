import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Deployment,
  type DeploymentKeys,
  deployment,
  logInAt,
  madeKeys,
  providerBody,
  signerAuthenticationBody,
  startInstance,
  Workflow,
} from '../contenders/countersign.js';
import { type ConsoleBrowser, openConsoleBrowser, timeToPaint } from '../measuring/console-browser.js';
import { markdownTable } from '../measuring/markdown-table.js';
import { percentile, short } from '../measuring/statistics.js';
import type { PostgresqlServer } from '../processes/postgresql.js';
import type { StubProvider } from '../processes/stub-provider.js';
import { insertManyLogins } from './many-logins.js';

export interface ConsoleOptions {
  readonly events: number;
  /** How often each thing is done. */
  readonly rounds: number;
  /** A folder where the filled database is found and left. */
  readonly kept?: string | undefined;
}

const DATABASE = 'console';
const POOL_SIZE = 10;
const RECENT = 60;
const LIMIT = 200;
/** Milliseconds from when a pointer stands on a link until it is pressed. */
const REST = 150;

/** One thing that people do: on which screen they are, what they press, and what they see then. */
interface Interaction {
  readonly what: string;
  /** Address below the console; null: where the one before has led. */
  readonly on: string | null;
  /** What the pointer rests on before it is pressed, as a hand does. Default: nothing. */
  readonly over?: string;
  readonly act: string;
  readonly until: string;
}

const click = (selector: string): string => `document.querySelector(${JSON.stringify(selector)}).click()`;
const seen = (selector: string): string => `document.querySelector(${JSON.stringify(selector)}) !== null`;
const pressed = (selector: string): Pick<Interaction, 'over' | 'act'> => ({ over: selector, act: click(selector) });
const menu = (path: string): Pick<Interaction, 'over' | 'act'> => pressed(`nav a[href="/console/${path}"]`);
/** React reads values by the element's own setter. */
const choose = (id: string, value: string): string =>
  `(() => { const one = document.getElementById(${JSON.stringify(id)});
     const kind = one.localName === 'select' ? HTMLSelectElement : HTMLInputElement;
     Object.getOwnPropertyDescriptor(kind.prototype, 'value').set.call(one, ${JSON.stringify(value)});
     one.dispatchEvent(new Event(one.localName === 'select' ? 'change' : 'input', { bubbles: true })); })()`;
const type = (id: string, value: string): string =>
  `${choose(id, value)}; requestAnimationFrame(() => document.getElementById(${JSON.stringify(id)})
     .dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true })))`;
const row = 'main tbody tr';
const titled = (title: string): string =>
  `document.querySelector('h1')?.textContent.includes(${JSON.stringify(title)}) === true`;
const all = (...conditions: readonly string[]): string => conditions.join(' && ');
const idle = `document.querySelector('main [aria-busy=true], main [role=progressbar]') === null`;
const rowsWith = (text: string): string =>
  `[...document.querySelectorAll('${row}')].length > 0 && [...document.querySelectorAll('${row}')].every((one) => one.textContent.includes(${JSON.stringify(text)}))`;

const interactions = (email: string, envelope: string, stranger: string): readonly Interaction[] => [
  {
    what: 'signer authentications',
    on: 'log',
    ...menu('logins'),
    until: all(titled('Signer authentications'), seen(row)),
  },
  { what: '… of one status', on: 'logins', act: choose('filter-status', 'failed'), until: rowsWith('failed') },
  {
    what: '… the next page of it',
    on: null,
    act: `[...document.querySelectorAll('.pager button')].at(-1).click()`,
    until: all(`location.search.includes('cursor')`, rowsWith('failed')),
  },
  {
    what: '… with an error code',
    on: 'logins',
    act: type('filter-code', 'id_token.nonce_mismatch'),
    until: all(`location.search.includes('code=')`, rowsWith('failed')),
  },
  {
    what: '… with a code that nothing has',
    on: 'logins',
    act: type('filter-code', 'id_token.expired'),
    until: `document.querySelector('main').textContent.includes('Nothing fits')`,
  },
  {
    what: '… of a provider',
    on: 'logins',
    act: type('filter-provider', 'alive'),
    until: all(`location.search.includes('provider')`, seen(row), idle),
  },
  { what: '… of an address', on: 'logins', act: type('filter-email', email), until: rowsWith(email) },
  {
    what: '… of a past day',
    on: 'logins',
    act: choose('filter-to', dayBefore(60)) + ';' + type('filter-to', dayBefore(60)),
    until: all(`location.search.includes('to=')`, rowsWith('erased')),
  },
  {
    what: 'one signer authentication',
    on: `logins?envelopeId=${envelope}`,
    act: click('main tbody a[href*="/logins/"]'),
    until: seen('.timeline li'),
  },
  {
    what: 'overview',
    on: 'log',
    ...pressed('nav li a'),
    until: all(titled('Overview'), seen('.bars svg'), idle),
  },
  {
    what: 'audit trail of an envelope',
    on: 'trail',
    act: `${choose('envelope', envelope)}; requestAnimationFrame(() => document.querySelector('main form button[type=submit]').click())`,
    until: seen('.events > li'),
  },
  { what: 'events of the log', on: 'providers', ...menu('log'), until: all(titled('Log'), seen(row)) },
  {
    what: '… of one type',
    on: 'log',
    act: type('filter-type', 'attempt.started'),
    until: all(`location.search.includes('type')`, rowsWith('attempt.started')),
  },
  {
    what: '… of one envelope',
    on: 'log',
    act: type('filter-envelopeId', envelope),
    until: all(`location.search.includes('envelopeId')`, rowsWith(envelope)),
  },
  {
    what: '… of somebody',
    on: 'log',
    act: type('filter-actor', `signer:${stranger}`),
    until: all(`location.search.includes('actor')`, rowsWith(stranger)),
  },
  { what: 'deliveries', on: 'log', ...menu('deliveries'), until: all(titled('Deliveries'), seen(row)) },
  { what: '… of one status', on: 'deliveries', act: choose('filter-status', 'given_up'), until: rowsWith('given up') },
  {
    what: 'providers, with the logins of a day',
    on: 'log',
    ...menu('providers'),
    until: all(titled('Providers'), seen(row)),
  },
  {
    what: 'a tenant, with its usage of 30 days',
    on: 'tenants',
    act: click('main tbody a'),
    until: `document.querySelectorAll('main .figures dd').length > 7`,
  },
];

function dayBefore(days: number): string {
  return new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
}

/** How long people wait for the screens of the console in a deployment that is years old. */
export async function measureConsole(
  provider: StubProvider,
  postgresql: PostgresqlServer,
  options: ConsoleOptions,
): Promise<string> {
  const made = keptDeployment(postgresql, options.kept) ?? (await fill(provider, postgresql, options));
  const server = await startInstance(made);
  return timeConsole(server.origin, made.apiKey, options.rounds);
}

const keysFile = (kept: string): string => join(kept, 'deployment.json');

/** What an earlier run has filled and left. */
function keptDeployment(postgresql: PostgresqlServer, kept: string | undefined): Deployment | null {
  if (kept === undefined || !existsSync(keysFile(kept))) return null;
  const keys = JSON.parse(readFileSync(keysFile(kept), 'utf8')) as DeploymentKeys;
  return deployment(postgresql.urlOf(DATABASE), POOL_SIZE, keys);
}

async function fill(
  provider: StubProvider,
  postgresql: PostgresqlServer,
  { events, kept }: ConsoleOptions,
): Promise<Deployment> {
  const keys = madeKeys();
  const made = deployment(await postgresql.createDatabase(DATABASE), POOL_SIZE, keys);
  const before = await startInstance(made);
  const workflow = new Workflow(before.origin, made.apiKey);
  await workflow.post('/v1/providers', providerBody('alive', provider.issuer, false));
  await workflow.post('/v1/listeners', {
    name: 'hr',
    url: `${provider.deadOrigin}/`,
    // Nothing of this kind happens here: the listener stands for those of the past.
    events: ['provider.*'],
    payload: 'thin',
    signatures: { standardWebhooks: { generate: true } },
  });
  // Past people are sealed under the key of this one.
  await workflow.post('/v1/signer-authentications', signerAuthenticationBody('alive'));
  await before.end('SIGTERM');
  const [tenant] = await postgresql.query<{ id: string }>(DATABASE, `SELECT id FROM tenant WHERE name = 'default'`);
  await insertManyLogins(postgresql, DATABASE, tenant?.id ?? '', events);
  if (kept !== undefined) writeFileSync(keysFile(kept), JSON.stringify(keys), { mode: 0o600 });
  return made;
}

/** Each interaction, and all of them, in a deployment that has provider `alive`. */
export async function timeConsole(origin: string, apiKey: string, rounds: number): Promise<string> {
  const workflow = new Workflow(origin, apiKey);
  for (let login = 0; login < RECENT; login += 1) await logInAt(workflow, 'alive');
  const email = 'found@example.com';
  const created = (await workflow.post('/v1/signer-authentications', {
    ...(signerAuthenticationBody('alive') as object),
    recipient: { email, firstName: 'Jane', lastName: 'Doe' },
  })) as { id: string; envelope: { id: string } };
  const stranger = '00000000-0100-8200-8000-000000000000';
  const list = (await workflow.get('/v1/api-keys')) as { items: readonly { scopes: readonly string[] }[] };
  const console_ = await openConsoleBrowser(origin, apiKey, list.items.flatMap(({ scopes }) => scopes).join(' '));
  try {
    const rows = await timeAll(console_, interactions(email, created.envelope.id, stranger), rounds);
    return markdownTable(['what is opened or asked for', 'p50 ms', 'p95 ms', `≤ ${LIMIT} ms`], rows);
  } finally {
    await console_.close();
  }
}

async function timeAll(
  { page, origin }: ConsoleBrowser,
  asked: readonly Interaction[],
  rounds: number,
): Promise<string[][]> {
  const times = new Map(asked.map(({ what }) => [what, [] as number[]]));
  // The first round loads the console's files into the browser, and the database's pages into memory.
  for (let round = -1; round < rounds; round += 1) {
    for (const { what, on, over, act, until } of asked) {
      if (on !== null) {
        await page.goto(`${origin}/console/${on}`);
        await page.waitForSelector('h1');
        await page.waitForLoadState('networkidle');
      }
      if (over !== undefined) {
        await page.hover(over);
        await page.waitForTimeout(REST);
      }
      const ms = await timeToPaint(page, act, until).catch((error: unknown) => {
        throw new Error(`${what}: ${error instanceof Error ? error.message : String(error)}`);
      });
      console.error(`${what}: ${Math.round(ms)} ms`);
      if (round >= 0) times.get(what)?.push(ms);
    }
  }
  const rowOf = (what: string, taken: readonly number[]): string[] => {
    const p95 = percentile(taken, 0.95);
    return [what, short(percentile(taken, 0.5)), short(p95), p95 <= LIMIT ? 'met' : 'missed'];
  };
  return [...[...times].map(([what, taken]) => rowOf(what, taken)), rowOf('all of them', [...times.values()].flat())];
}
