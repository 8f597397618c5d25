import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContext } from 'playwright-core';
import type { Check } from '../../src/diagnosis/check.js';
import { chromiumIsInstalled, launchChromium, openContext } from '../support/chromium.js';
import { type ScriptableProvider, startScriptableProvider } from '../support/scriptable-provider.js';
import type { ApiClient } from '../support/service/api-client.js';
import { freePort } from '../support/service/free-port.js';
import { startTestService, type TestService } from '../support/service.js';
import { type Judgement, judge, judgements, tableOf } from './judgement.js';
import { type Trial, Trials } from './login-trial.js';
import { realProviders, SECRET } from './real-provider.js';
import type { Body, Kind, Place, WrongSetting } from './settings/wrong-setting.js';
import { install, type RunningProvider, startProvider } from './start-provider.js';
import { wrongSettings } from './wrong-settings.js';

const kinds: readonly Kind[] = ['oidc', 'oauth2'];
const tokenParameters = ['none', 'oauth_token', 'oauth2_access_token', 'access_token', 'bearer'] as const;

const chosen = (variable: string) => process.env[variable]?.split(',') ?? null;
const providers = realProviders.filter(({ name }) => chosen('REAL_PROVIDERS')?.includes(name) ?? true);
const settings = wrongSettings.filter(({ id }) => chosen('REAL_SETTINGS')?.includes(id) ?? true);

/** By provider, setting and kind. */
const results = new Map<string, Judgement>();
const keyOf = (provider: string, setting: string, kind: Kind) => `${provider} ${setting} ${kind}`;
const write = (text: string) => process.stdout.write(`${text}\n`);

const mappings = [
  { path: 'email', action: 'validate', target: 'recipient.email', compare: 'email' },
  { path: 'given_name', action: 'validate', target: 'recipient.firstName', compare: 'name' },
  { path: 'family_name', action: 'update', target: 'recipient.lastName' },
];

/** The right configuration, as an admin would enter it who has read the provider's documentation. */
function rightBody({ kind, provider, issuer, metadata }: Place, name: string, tokenParameter: string): Body {
  const common = {
    name,
    kind,
    clientId: 'countersign',
    clientAuthentication: { method: 'client_secret_basic', clientSecret: SECRET },
    scopes: ['openid', 'profile', 'email'],
  };
  const userinfo = { name: 'userinfo', tokenParameter };
  if (kind === 'oauth2') {
    return {
      ...common,
      authorizationUri: metadata['authorization_endpoint'],
      tokenUri: metadata['token_endpoint'],
      subject: { source: 'resource:userinfo', path: 'sub' },
      resources: [{ ...userinfo, uri: metadata['userinfo_endpoint'], mappings }],
    };
  }
  const inIdToken = provider.claimsIn === 'id_token';
  const { idToken, ...others } = provider.oidc ?? {};
  return {
    ...common,
    issuer,
    subject: { source: 'id_token', path: 'sub' },
    idToken: { ...(idToken as Body | undefined), mappings: inIdToken ? mappings : [] },
    resources: [{ ...userinfo, type: 'userinfo', mappings: inIdToken ? [] : mappings }],
    ...others,
  };
}

const nameOf = (kind: Kind, id: string) => `${kind}-${id}`;
const isApplicable = ({ id, client, applies, kinds: some }: WrongSetting, place: Place) =>
  some.includes(place.kind) &&
  (place.kind === 'oidc' || place.provider.notForOAuth === undefined || id === 'nonce-none') &&
  (client === undefined || place.provider.clients[client] !== undefined) &&
  (applies?.(place) ?? true);

function wrongBody(setting: WrongSetting, place: Place): Body {
  const right = rightBody(place, nameOf(place.kind, setting.id), 'none');
  const { client } = setting;
  const secret = client === undefined ? undefined : place.provider.clients[client];
  const asClient =
    secret === undefined
      ? right
      : { ...right, clientId: client, clientAuthentication: { method: 'client_secret_basic', clientSecret: secret } };
  return setting.change(asClient, place);
}

/** About what was chosen knowingly, and about how long a provider takes that has just been started on a busy machine. */
const expected: readonly Check['id'][] = ['provider-warnings', 'connection'];

/** Faults, and all other warnings. */
const complaints = (checks: readonly Check[]) =>
  checks
    .filter(({ verdict, id }) => verdict === 'fault' || (verdict === 'warning' && !expected.includes(id)))
    .map(({ verdict, id, path, seen, remedy }) => `${verdict} ${id} ${path}: ${seen} | ${remedy}`);

function describeTrial({ ending, code, page, before, attempt, after }: Trial): string {
  const report = (title: string, checks: readonly Check[]) =>
    complaints(checks).map((line) => `    ${title}: ${line.slice(0, 420)}`);
  const lines = [...report('before', before), ...report('attempt', attempt), ...report('after', after)];
  return [`  ${ending}${code === null ? '' : ` ${code}`}${page === null ? '' : ` at ${page}`}`, ...lines].join('\n');
}

const unavailable = new Map<string, string>();
for (const provider of chromiumIsInstalled() ? providers : []) {
  const why = await install(provider);
  if (why !== null) unavailable.set(provider.name, why);
}
if (!chromiumIsInstalled()) for (const { name } of providers) unavailable.set(name, 'Chromium is not installed');

describe('real providers', () => {
  let service: TestService;
  let browser: Browser;
  let stranger: ScriptableProvider;

  beforeAll(async () => {
    service = await startTestService();
    browser = await launchChromium();
    stranger = await startScriptableProvider();
  });

  afterAll(async () => {
    await browser.close();
    await stranger.close();
    await service.close();
    const had = providers.filter(({ name }) => !unavailable.has(name));
    const table = tableOf(
      settings.map(({ title }) => title),
      had.map(({ title }) => title),
      (row, column) => {
        const setting = settings.find(({ title }) => title === row);
        const provider = had.find(({ title }) => title === column);
        return kinds.map((kind) => results.get(keyOf(provider?.name ?? '', setting?.id ?? '', kind)) ?? null);
      },
    );
    const counts = had.map(({ name, title }) => {
      const own = [...results].filter(([key]) => key.startsWith(`${name} `)).map(([, judgement]) => judgement);
      return `${title}: ${judgements.map((one) => `${own.filter((other) => other === one).length} ${one}`).join(', ')}`;
    });
    const notHad = [...unavailable].map(([name, why]) => `not had: ${name}: ${why}`);
    const text = ['', ...counts, ...notHad, '', table, ''].join('\n');
    write(text);
    if (process.env.REAL_TABLE !== undefined) await writeFile(process.env.REAL_TABLE, text);
  });

  for (const provider of providers) {
    const why = unavailable.get(provider.name);
    (why === undefined ? describe : describe.skip)(`${provider.title}${why === undefined ? '' : `: ${why}`}`, () => {
      let running: RunningProvider;
      let tenant: ApiClient;
      let context: BrowserContext;
      let trials: Trials;
      const placeOf = (kind: Kind): Place => ({
        kind,
        provider,
        ...running,
        foreignJwksUri: stranger.jwksUri,
        foreignPage: `${service.url}/docs`,
      });

      beforeAll(async () => {
        const tenantName = provider.name;
        tenant = await service.newTenant(tenantName);
        const registered = kinds.flatMap((kind) => [
          ...tokenParameters.map((parameter) => nameOf(kind, `right-${parameter}`)),
          ...wrongSettings.filter(({ unregistered }) => unregistered !== true).map(({ id }) => nameOf(kind, id)),
        ]);
        const redirectUris = registered.map((name) => `${service.url}/callback/${tenantName}/${name}`);
        running = await startProvider(provider, await freePort(), redirectUris);
        trials = new Trials(service, tenant, provider);
        context = await openContext(browser);
      });

      afterAll(async () => {
        await context.close();
        await running.close();
      });

      for (const kind of kinds) {
        const unfit = kind === 'oauth2' ? provider.notForOAuth : undefined;
        (unfit === undefined ? it : it.skip).each(tokenParameters)(
          `${unfit === undefined ? '' : `${unfit}: `}${kind} works with the token in %s, and no report finds anything wrong`,
          async (parameter) => {
            const place = placeOf(kind);
            const fresh = await openContext(browser);
            const trial = await trials.run(rightBody(place, nameOf(kind, `right-${parameter}`), parameter), fresh);
            await fresh.close();
            write(`${provider.name} ${kind} ${parameter}\n${describeTrial(trial)}`);
            expect(trial.ending).toBe('succeeded');
            const isTrue = ({ path }: Check) =>
              path === '$.resources[0].tokenParameter' && provider.refusedParameters?.includes(parameter) === true;
            const untrue = (checks: readonly Check[]) => complaints(checks.filter((check) => !isTrue(check)));
            expect([trial.before, trial.attempt, trial.after].map(untrue)).toEqual([[], [], []]);
          },
        );

        it.each(settings.filter((setting) => setting.kinds.includes(kind)))(
          `${kind} with another $title is told as it is`,
          async (setting) => {
            const place = placeOf(kind);
            if (!isApplicable(setting, place)) return;
            const trial = await trials.run(wrongBody(setting, place), context);
            const judgement = judge([trial.before, trial.attempt, trial.after], setting.names, trial.ending);
            results.set(keyOf(provider.name, setting.id, kind), judgement);
            write(`${judgement.toUpperCase()} ${provider.name} ${kind} ${setting.id}\n${describeTrial(trial)}`);
            expect({ judgement, trial: describeTrial(trial) }).not.toMatchObject({ judgement: 'wrong' });
          },
        );
      }
    });
  }
});
