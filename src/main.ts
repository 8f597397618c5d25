import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { misspelledSettings, toldOfMisspelled } from './config/misspelled-settings.js';
import { readSettings, type Settings, SettingsError } from './config/settings.js';
import { hasEmbeddedPostgresql, openEmbeddedPostgresql } from './database/embedded-postgresql.js';
import { saidBy } from './errors/thrown.js';
import { growHeapBy } from './heap-growth.js';
import type { Service } from './service.js';
import { nameSourcesInStackTraces } from './stack-traces.js';

/** Written for people, on standard error: standard output holds only the structured log. */
function tell(text: string): void {
  process.stderr.write(`${text}\n`);
}

function settingsOrExit(): Settings {
  for (const one of misspelled) tell(toldOfMisspelled(one));
  try {
    return readSettings(process.env);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    tell(error.message);
    process.exit(1);
  }
}

function saysWhatItOpens({ DATABASE_URL, DATA_DIR }: Settings): string {
  if (DATABASE_URL !== undefined) return 'connects to the database of DATABASE_URL and brings its schema up to date';
  return hasEmbeddedPostgresql(DATA_DIR)
    ? `opens the embedded PostgreSQL in ${DATA_DIR}`
    : `makes an embedded PostgreSQL in ${DATA_DIR}; only the first start takes these seconds`;
}

/** Once the thread of the database is at work. A build joins all that this loads, and has it loaded at once (`scripts/join.mjs`). */
async function loadApplication() {
  const [{ startService }, { Metrics }] = await Promise.all([
    import('./service.js'),
    import('./operations/metrics.js'),
  ]);
  return { startService, Metrics };
}

async function startOrExit(settings: Settings): Promise<Service> {
  tell(`Countersign ${saysWhatItOpens(settings)} …`);
  try {
    // In its own thread, while this one loads the application: together they take most of a start.
    const opening = settings.DATABASE_URL === undefined ? openEmbeddedPostgresql(settings.DATA_DIR) : null;
    // Whoever awaits it says why it failed.
    opening?.opened.catch(() => undefined);
    await opening?.begun;
    const { startService, Metrics } = await loadApplication();
    const service = await startService(settings, opening === null ? {} : { embeddedDatabase: opening.opened });
    service.app.get(Metrics).measureProcess();
    return service;
  } catch (error) {
    tell(`Countersign cannot start: ${saidBy(error)}`);
    if (settings.LOG_LEVEL === 'debug' && error instanceof Error) tell(error.stack ?? '');
    process.exit(1);
  }
}

function introduce(service: Service, settings: Settings): void {
  const key =
    settings.BOOTSTRAP_API_KEY === undefined
      ? `the operator's API key is in ${join(settings.DATA_DIR, 'operator.key')}`
      : "the operator's API key is BOOTSTRAP_API_KEY";
  tell(
    `Countersign is ready at ${settings.PUBLIC_URL} (listening on port ${new URL(service.url).port || '80'}); ${key}.`,
  );
  tell(`The API is described at ${settings.PUBLIC_URL}/docs.`);
  if (service.embeddedDatabase)
    tell(
      `It uses the embedded PostgreSQL in ${settings.DATA_DIR}: for one instance, for trying, tests and small installations. ` +
        'It survives a killed process but not a power loss; set DATABASE_URL to use a server.',
    );
}

/**
 * Signals so close together are one, in milliseconds: a supervisor that signals a whole group reaches this process also through one
 * that passes signals on, such as `timeout`.
 */
const SAME_STOP = 1_000;

/**
 * SIGTERM, which deployments send: for `DRAIN_SECONDS` the instance takes requests as before while it says that it is not ready,
 * so that load balancers send the next ones elsewhere; then it stops. SIGINT, which people send, stops at once.
 */
function stopOnSignals(service: Service, settings: Settings): void {
  let stoppingSince: number | null = null;
  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    const now = performance.now();
    if (stoppingSince !== null) {
      if (now - stoppingSince < SAME_STOP) return;
      tell(`${signal} again: stopping without waiting.`);
      process.exit(1);
    }
    stoppingSince = now;
    service.logger.info({ signal }, 'draining');
    try {
      if (signal === 'SIGTERM') {
        service.announceStop();
        await sleep(settings.DRAIN_SECONDS * 1000);
      }
      await service.close();
      process.exit(0);
    } catch (error) {
      service.logger.fatal({ error }, 'could not stop cleanly');
      process.exit(1);
    }
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, (name) => void stop(name));
  // What tools that renew certificates send; without a listener it would end the process.
  process.on('SIGHUP', () => {
    service.reloadCertificates();
  });
}

/** Where nobody has opened the console yet: prints the link that does. A secret, so it goes to a person and to a file, never to the log. */
async function offerConsole(service: Service): Promise<void> {
  const { ConsoleLinks } = await import('./user-logins/console-links/console-links.js');
  const link = await service.app.get(ConsoleLinks, { strict: false }).makeFirst();
  if (link === null) return;
  tell(`The link in ${link.path} opens the console as its operator, once, within ten minutes.`);
  if (process.stdout.isTTY) process.stdout.write(`${link.url}\n`);
}

nameSourcesInStackTraces();
const misspelled = misspelledSettings(process.env);
const settings = settingsOrExit();
growHeapBy(settings.HEAP_GROWTH_PERCENT);
const service = await startOrExit(settings);
for (const one of misspelled) service.logger.warn({ detail: toldOfMisspelled(one) }, 'A variable is near to a setting');
stopOnSignals(service, settings);
introduce(service, settings);
await offerConsole(service);
