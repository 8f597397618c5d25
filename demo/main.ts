import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import pico from 'picocolors';
import { readSettings, type Settings } from '../src/config/settings.js';
import { startService } from '../src/service.js';
import { ConsoleLinkFile } from '../src/user-logins/console-links/console-link-file.js';
import { ApiClient } from '../test/support/service/api-client.js';
import { freePort } from '../test/support/service/free-port.js';
import { SignerBrowser } from '../test/support/signer-browser.js';
import { created } from './created.js';
import { type DemoEvents, startDemoEvents } from './events.js';
import { type DemoMutualTls, prepareMutualTls, readTrailAsSystem } from './integration.js';
import { connectYourself, providerBodies, registerRedirectUris, startDemoProviders } from './providers.js';
import { printIntegration, printTrail, type TrailEvent } from './report.js';
import { type DemoWorkflow, startDemoWorkflow } from './workflow.js';

// Any other word is refused: a misspelt one would start the demo that waits.
const { auto } = parseArgs({ options: { auto: { type: 'boolean', default: false } } }).values;
const ENVELOPE = 'demo-loan-contract';

/** Signers read who asks them: the name of the tenant, which is `Default` until its settings say another. */
async function nameTenant(api: ApiClient): Promise<void> {
  const { revision, ...settings } = (await api.get('/v1/settings')).body as { readonly revision: number };
  const answer = await api.put(
    '/v1/settings',
    { ...settings, displayName: 'Demo Bank' },
    { 'if-match': `"${revision}"` },
  );
  if (answer.status !== 200)
    throw new Error(`PUT /v1/settings answered ${answer.status}: ${JSON.stringify(answer.body)}`);
}

async function newSignInUrl(api: ApiClient, workflow: DemoWorkflow, workstep: string): Promise<string> {
  const authentication = await created(api, '/v1/signer-authentications', {
    envelope: { id: ENVELOPE, name: 'Loan contract' },
    workstep: { id: workstep },
    recipient: { email: 'john@example.com', firstName: 'John', lastName: 'Dough', phoneNumber: '+436641234567' },
    providers: [{ name: 'demo-openid' }, { name: 'demo-oauth' }],
    returnUrl: workflow.returnUrl,
  });
  return String(authentication['signInUrl']);
}

async function trailOf(api: ApiClient): Promise<readonly TrailEvent[]> {
  return ((await api.get(`/v1/envelopes/${ENVELOPE}/audit-trail`)).body as { events: readonly TrailEvent[] }).events;
}

/** Does what a signer does: opens the link, picks a provider, logs in there as John. */
async function signIn(signInUrl: string, provider: string): Promise<void> {
  const browser = new SignerBrowser();
  await browser.open(signInUrl);
  await browser.click(`button[name=provider][value=${provider}]`);
  await browser.click('#account-john');
  await browser.close();
}

/** Whether an event of a login that succeeded comes before a demo would be called stuck. */
async function inTime(event: ReturnType<DemoEvents['next']>): Promise<boolean> {
  const late = setTimeout(30_000, null, { ref: false });
  return (await Promise.race([event, late]))?.delivery.event.type === 'signer_authentication.succeeded';
}

/** @returns why the demo did not show what it has to show */
async function runByItself(api: ApiClient, workflow: DemoWorkflow, events: DemoEvents): Promise<string[]> {
  const problems: string[] = [];
  for (const [workstep, provider, kind] of [
    ['sign', 'demo-openid', 'OpenID Connect'],
    ['countersign', 'demo-oauth', 'OAuth 2.0 with two resource URIs'],
  ] as const) {
    console.log(pico.bold(`\nA signer logs in with ${kind}`));
    const outcome = workflow.next();
    const event = events.next();
    await signIn(await newSignInUrl(api, workflow, workstep), provider);
    if ((await outcome).status !== 'succeeded') problems.push(`The login at ${provider} did not succeed`);
    if (!(await inTime(event))) problems.push(`No verified event of the login at ${provider} came: see /v1/deliveries`);
  }
  const trail = await trailOf(api);
  console.log(pico.bold(`\nThe trail of envelope ${ENVELOPE}`));
  printTrail(trail);
  const calls = trail.filter(({ type, data }) => type === 'attempt.resource_fetched' && data['resource'] === 'person');
  const fellBack = calls.length === 2 && calls[0]?.data['outcome'] !== 'ok' && calls[1]?.data['outcome'] === 'ok';
  if (!fellBack) problems.push('The trail does not show the second call without the query parameter');
  return problems;
}

/** @returns why the demo did not show what it has to show */
async function integrate(api: ApiClient, settings: Settings, mutualTls: DemoMutualTls): Promise<string[]> {
  console.log(
    pico.bold('\nA system integration reads the trail with a token that is worth nothing to anybody else (RFC 8705)'),
  );
  const report = await readTrailAsSystem(api, settings, mutualTls, ENVELOPE);
  printIntegration(report);
  const problems: string[] = [];
  if (report.boundTo !== report.certificate.thumbprint) problems.push('The token is not bound to the certificate');
  if (report.events === 0) problems.push('The integration has read no event of the trail');
  if (report.withoutCertificate.status !== 401) problems.push('The token was accepted without its certificate');
  return problems;
}

async function waitForPeople(api: ApiClient, workflow: DemoWorkflow): Promise<never> {
  for (let workstep = 1; ; workstep += 1) {
    console.log(
      `\nOpen this as the signer:\n  ${pico.underline(await newSignInUrl(api, workflow, `step-${workstep}`))}`,
    );
    console.log(pico.dim('  John matches, Jane does not. Ctrl-C ends the demo.'));
    await workflow.next();
    printTrail(await trailOf(api));
  }
}

async function main(): Promise<number> {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'countersign-demo-'));
  const key = `csk_${randomBytes(32).toString('base64url')}`;
  console.log(
    'Starting Countersign with its embedded PostgreSQL, two providers, and a workflow that listens to events …',
  );
  const mutualTls = await prepareMutualTls(dataDirectory, await freePort());
  const settings = readSettings({
    ...mutualTls.environment,
    PORT: String(await freePort()),
    HOST: '127.0.0.1',
    DATA_DIR: dataDirectory,
    BOOTSTRAP_API_KEY: key,
    // The demo's providers stand on this machine, which outbound calls may not reach otherwise.
    OUTBOUND_ALLOWED_CIDRS: '127.0.0.0/8,::1/128',
    OUTBOUND_ALLOW_HTTP: 'true',
    LOG_LEVEL: 'error',
  });
  const service = await startService(settings);
  const api = new ApiClient(service.url, key);
  const providers = await startDemoProviders();
  const workflow = await startDemoWorkflow(api);
  const events = await startDemoEvents(api);
  const close = async () => {
    workflow.close();
    await events.close();
    await providers.close();
    await service.close();
    rmSync(dataDirectory, { recursive: true, force: true });
  };
  process.once('SIGINT', () => void close().finally(() => process.exit(0)));
  try {
    await nameTenant(api);
    const redirectUris: string[] = [];
    for (const body of providerBodies(providers))
      redirectUris.push(String((await created(api, '/v1/providers', body))['redirectUri']));
    registerRedirectUris(providers, redirectUris);
    console.log(`  API ${service.url}  (key ${key})\n  API description ${service.url}/docs`);
    if (!auto) {
      const link = new ConsoleLinkFile(settings).make(new Date());
      console.log(`\nOpen the console, once, within ten minutes:\n  ${pico.underline(link)}`);
      console.log(
        '\nConnect a provider there yourself (Providers, Add provider), with what its operator would tell you:',
      );
      for (const [what, value] of Object.entries(connectYourself(providers))) console.log(`  ${what}: ${value}`);
      return await waitForPeople(api, workflow);
    }
    const problems = await runByItself(api, workflow, events);
    problems.push(...(await integrate(api, settings, mutualTls)));
    for (const problem of problems) console.error(pico.red(problem));
    if (problems.length === 0)
      console.log(
        pico.green(
          '\nBoth logins succeeded, the second one after a fallback to the header, and the workflow verified the event of each.\nA system integration read the trail with a certificate-bound token.',
        ),
      );
    return problems.length === 0 ? 0 : 1;
  } finally {
    await close();
  }
}

process.exitCode = await main();
