import { randomBytes } from 'node:crypto';
import { readSettings, type Settings } from '../../src/config/settings.js';
import { ApiDescription } from '../../src/operations/api-description.js';
import { type Service, type StartOptions, startService } from '../../src/service.js';
import { MovableClock } from './clock.js';
import { startPostgresqlInThisThread } from './database/postgresql-in-this-thread.js';
import { type RecycledDatabase, takeRecycledDatabase } from './database/recycled-database.js';
import { startTestDatabase, type TestDatabase } from './database.js';
import { ApiClient } from './service/api-client.js';
import { judgeAnswers } from './service/described-answers.js';
import { freePort } from './service/free-port.js';
import { LogLines } from './service/log-lines.js';

export interface TestServiceOptions {
  /** Environment variables over those that a test service has. */
  readonly environment?: Readonly<Record<string, string>>;
  /** A database to use; it is not removed on `close`. Default: one of its own. */
  readonly database?: TestDatabase;
  /** Default: one that shows the real time until a test moves it. */
  readonly clock?: MovableClock;
}

/** The embedded database, which may run already; `settings` may be of a service on a server. */
function embeddedDatabase(settings: Settings, recycled: RecycledDatabase | null): StartOptions {
  if (settings.DATABASE_URL !== undefined) return {};
  return {
    embeddedDatabase:
      recycled === null ? startPostgresqlInThisThread(settings.DATA_DIR) : Promise.resolve(recycled.embedded),
  };
}

/** The service as it is deployed, on a database and an address of its own. */
export class TestService {
  private tenants = 0;
  private readonly stopJudging: () => void;

  private constructor(
    readonly settings: Settings,
    private readonly database: TestDatabase,
    private readonly ownsDatabase: boolean,
    /** The key of tenant `default`, with every scope. */
    readonly operator: ApiClient,
    readonly clock: MovableClock,
    /** Everything that it has logged. */
    readonly log: LogLines,
    private readonly recycled: RecycledDatabase | null,
    private service: Service,
  ) {
    this.stopJudging = judgeAnswers(operator.url, () => this.service.app.get(ApiDescription).document());
  }

  static async start(options: TestServiceOptions = {}): Promise<TestService> {
    const recycled = options.database === undefined ? await takeRecycledDatabase() : null;
    const database = options.database ?? recycled ?? (await startTestDatabase());
    const port = await freePort();
    const operatorKey = `csk_${randomBytes(32).toString('base64url')}`;
    const settings = readSettings({
      NODE_ENV: 'test',
      HOST: '127.0.0.1',
      PORT: String(port),
      DATA_DIR: database.dataDir,
      DATABASE_URL: database.databaseUrl,
      BOOTSTRAP_API_KEY: operatorKey,
      // Tests talk to providers on this machine, and more often than people do.
      OUTBOUND_ALLOWED_CIDRS: '127.0.0.0/8,::1/128',
      OUTBOUND_ALLOW_HTTP: 'true',
      RATE_LIMIT_PER_MINUTE: '1000000',
      SIGNER_RATE_LIMIT_PER_MINUTE: '1000000',
      ...options.environment,
    });
    const operator = new ApiClient(`http://localhost:${settings.PORT}`, settings.BOOTSTRAP_API_KEY ?? operatorKey);
    const clock = options.clock ?? new MovableClock();
    const log = new LogLines();
    try {
      const running = embeddedDatabase(settings, recycled);
      const service = await startService(settings, { clock, logDestination: log, ...running });
      return new TestService(
        settings,
        database,
        options.database === undefined,
        operator,
        clock,
        log,
        recycled,
        service,
      );
    } catch (error) {
      if (options.database === undefined) await database.close();
      throw error;
    }
  }

  /** `PUBLIC_URL`: where browsers find it. Callers of the API come to its port, past any proxy. */
  get url(): string {
    return this.settings.PUBLIC_URL;
  }

  get app(): Service['app'] {
    return this.service.app;
  }

  /** A caller with the given key. */
  caller(key: string | null): ApiClient {
    return new ApiClient(this.operator.url, key);
  }

  /** Makes a tenant. @returns a caller with its first key */
  async newTenant(name = `tenant-${(this.tenants += 1)}`): Promise<ApiClient> {
    const created = await this.operator.post('/v1/tenants', { name });
    if (created.status !== 201) throw new Error(`The tenant was not made: ${JSON.stringify(created.body)}`);
    return this.caller((created.body as { apiKey: { key: string } }).apiKey.key);
  }

  /**
   * Stops it and starts it again on the same database, with other settings where some are given.
   * @param meanwhile what is done while nobody else has the database
   */
  async restart(
    changed: Partial<Settings> = {},
    meanwhile: () => Promise<unknown> = () => Promise.resolve(),
  ): Promise<void> {
    await this.service.close();
    try {
      await meanwhile();
    } finally {
      const settings = { ...this.settings, ...changed };
      const running = embeddedDatabase(settings, this.recycled);
      this.service = await startService(settings, { clock: this.clock, logDestination: this.log, ...running });
    }
  }

  async close(): Promise<void> {
    this.stopJudging();
    await this.service.close();
    if (this.ownsDatabase) await this.database.close();
    this.judgeLog();
  }

  /** @throws Error when there is anything in the log that docs/logging.md does not have */
  judgeLog(): void {
    const { faults } = this.log;
    if (faults.length > 0) throw new Error(`The log has what docs/logging.md does not: ${faults.join('\n')}`);
  }
}

/** Starts the service for a test file. MUST be closed by the caller. */
export const startTestService = (options?: TestServiceOptions): Promise<TestService> => TestService.start(options);
