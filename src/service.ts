import type { Server } from 'node:http';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { DestinationStream, Logger } from 'pino';
import { AppModule, databaseParts } from './app.module.js';
import { mountAuthorizationServer } from './authorization-server/mount.js';
import { ServedRequests } from './authorization-server/served-requests.js';
import { Clock } from './config/clock.js';
import { publicPath } from './config/public-path.js';
import type { Settings } from './config/settings.js';
import type { EmbeddedPostgresql } from './database/embedded-postgresql.js';
import { type Database, openDatabase } from './database/open-database.js';
import { ProblemFilter } from './http/problem.filter.js';
import { SchemaPipe } from './http/schema.pipe.js';
import { ApiDescription } from './operations/api-description.js';
import { describeApi } from './operations/describe-api.js';
import { makeLogger } from './operations/logging.js';
import { Metrics } from './operations/metrics.js';
import { NestLogger } from './operations/nest-logger.js';
import { Readiness } from './operations/readiness.js';
import { PageFilter } from './pages/page.filter.js';
import { checkEncryptionKey } from './secrets/encryption-key-check.js';
import { Sealing } from './secrets/sealing.js';
import { watchMethods } from './web-server/allowed-methods.js';
import { AnswerErrors } from './web-server/answer-errors.filter.js';
import { answerListsAsCsv } from './web-server/lists-as-csv.js';
import { makeWebServer, prepareWebServer } from './web-server/web-server.js';

/** How long requests that are under way may take to end before their connections are cut; above the longest callback (20 s). */
const LONGEST_DRAIN = 25_000;
/** How often connections are looked at while draining. */
const IDLE_CHECK = 100;

interface StartOptions {
  /** Default: the real time of day. */
  readonly clock?: Clock;
  /** Where log lines go. Default: standard output. */
  readonly logDestination?: DestinationStream;
  /** The embedded database, where its start has begun already. Default: begun here, when it is needed. */
  readonly embeddedDatabase?: Promise<EmbeddedPostgresql>;
}

/** A running service. */
export interface Service {
  /** Where it listens, on the loopback address. Browsers use `PUBLIC_URL`. */
  readonly url: string;
  readonly app: NestFastifyApplication;
  readonly logger: Logger;
  readonly embeddedDatabase: boolean;
  /** From now on the instance says that it is not ready, and takes requests as before. */
  announceStop(): void;
  /** Stops: not ready, no new connections, requests under way end, then the application and last the database. Idempotent. */
  close(): Promise<void>;
}

async function makeApplication(
  settings: Settings,
  database: Database,
  clock: Clock,
  logger: Logger,
): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.with(settings, database, clock),
    makeWebServer(settings, logger),
    // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- the framework's options are a class in name only
    { logger: new NestLogger(logger), abortOnError: false, bodyParser: false },
  );
  // Before any module starts: nothing may be sealed with a key that is not the database's.
  await checkEncryptionKey(database.dataSource, app.get(Sealing), clock.now());
  const server = app.getHttpAdapter().getInstance();
  const methodsOf = watchMethods(server);
  app.get(Metrics).watch(server);
  const readiness = app.get(Readiness);
  await prepareWebServer(server, settings, logger, () => readiness.isDraining);
  answerListsAsCsv(server, () => app.get(ApiDescription).document());
  mountAuthorizationServer(server, app.get(ServedRequests), publicPath(settings.PUBLIC_URL));
  app.useGlobalPipes(new SchemaPipe());
  const problems = new ProblemFilter(settings, methodsOf);
  app.useGlobalFilters(new AnswerErrors(problems, app.get(PageFilter, { strict: false })));
  app.get(ApiDescription).describeWith(() => describeApi(app, settings.PUBLIC_URL));
  return app;
}

async function drain(app: NestFastifyApplication, server: Server): Promise<void> {
  app.get(Readiness).startDraining();
  // A connection that is kept open becomes idle only when its answer is out, after closing has begun.
  const idle = setInterval(() => {
    server.closeIdleConnections();
  }, IDLE_CHECK);
  const deadline = setTimeout(() => {
    server.closeAllConnections();
  }, LONGEST_DRAIN);
  try {
    await app.getHttpAdapter().getInstance().close();
    await app.close();
  } finally {
    clearInterval(idle);
    clearTimeout(deadline);
  }
}

/**
 * Starts the service: database (with migrations), keys, application, web server. Nothing listens before all of it stands.
 *
 * @throws Error when any part cannot be started; nothing is left running then
 */
export async function startService(settings: Settings, options: StartOptions = {}): Promise<Service> {
  const logger = makeLogger(settings, options.logDestination);
  const database = await openDatabase(settings, databaseParts, { starting: options.embeddedDatabase }).catch(
    (error: unknown) => {
      const where = settings.DATABASE_URL === undefined ? 'The embedded database' : 'The database of DATABASE_URL';
      throw new Error(`${where} cannot be opened: ${error instanceof Error ? error.message : String(error)}`, {
        cause: error,
      });
    },
  );
  let app: NestFastifyApplication | undefined;
  try {
    app = await makeApplication(settings, database, options.clock ?? new Clock(), logger);
    await app.listen(settings.PORT, settings.HOST);
  } catch (error) {
    await app?.close().catch(() => undefined);
    await database.close();
    throw error;
  }
  const running = app;
  const server: Server = running.getHttpServer();
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : settings.PORT;
  let closing: Promise<void> | undefined;
  return {
    url: `http://localhost:${port}`,
    app: running,
    logger,
    embeddedDatabase: database.embedded,
    announceStop() {
      running.get(Readiness).startDraining();
    },
    close() {
      closing ??= drain(running, server).finally(() => database.close());
      return closing;
    },
  };
}
