import { join } from 'node:path';
import { readSettings, type Settings, SettingsError } from './config/settings.js';
import { Metrics } from './operations/metrics.js';
import { type Service, startService } from './service.js';

/** Written for people, on standard error: standard output holds only the structured log. */
function tell(text: string): void {
  process.stderr.write(`${text}\n`);
}

function settingsOrExit(): Settings {
  try {
    return readSettings(process.env);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    tell(error.message);
    process.exit(1);
  }
}

async function startOrExit(settings: Settings): Promise<Service> {
  try {
    return await startService(settings);
  } catch (error) {
    tell(`Countersign cannot start: ${error instanceof Error ? error.message : String(error)}`);
    if (settings.LOG_LEVEL === 'debug' && error instanceof Error) tell(error.stack ?? '');
    process.exit(1);
  }
}

function introduce(service: Service, settings: Settings): void {
  const key =
    settings.BOOTSTRAP_API_KEY === undefined
      ? `the operator's API key is in ${join(settings.DATA_DIR, 'operator.key')}`
      : "the operator's API key is BOOTSTRAP_API_KEY";
  tell(`Countersign is ready at ${settings.PUBLIC_URL} (listening on port ${new URL(service.url).port}); ${key}.`);
  tell(`The API is described at ${settings.PUBLIC_URL}/docs.`);
  if (service.embeddedDatabase)
    tell(
      `It uses the embedded PostgreSQL in ${settings.DATA_DIR}: for one instance, for trying, tests and small installations. ` +
        'It survives a killed process but not a power loss; set DATABASE_URL to use a server.',
    );
}

function stopOnSignals(service: Service): void {
  let stopping = false;
  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    if (stopping) {
      tell(`${signal} again: stopping without waiting.`);
      process.exit(1);
    }
    stopping = true;
    service.logger.info({ signal }, 'draining');
    try {
      await service.close();
      process.exit(0);
    } catch (error) {
      service.logger.fatal({ err: error }, 'could not stop cleanly');
      process.exit(1);
    }
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, (name) => void stop(name));
}

const settings = settingsOrExit();
const service = await startOrExit(settings);
stopOnSignals(service);
service.app.get(Metrics).measureProcess();
introduce(service, settings);
