import { once } from 'node:events';
import type { Server } from 'node:http';
import { Logger as FrameworkLogger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { DestinationStream, Logger } from 'pino';
import { ClientCertificates } from './access/client-certificates.js';
import { SharedAllowances } from './access/shared-allowances.js';
import { AppModule, databaseParts } from './app.module.js';
import { mountAuthorizationServer } from './authorization-server/mount.js';
import { ServedRequests } from './authorization-server/served-requests.js';
import { Clock } from './config/clock.js';
import { publicPath } from './config/public-path.js';
import type { Settings } from './config/settings.js';
import type { EmbeddedPostgresql } from './database/embedded-postgresql.js';
import { type Database, openDatabase } from './database/open-database.js';
import { saidBy } from './errors/thrown.js';
import { ProblemFilter } from './http/problem.filter.js';
import { RequestsUnderWay } from './http/requests-under-way.js';
import { SchemaPipe } from './http/schema.pipe.js';
import { WatchedFiles } from './mutual-tls/watched-files.job.js';
import { ApiDescription } from './operations/api-description.js';
import { describeApi } from './operations/describe-api.js';
import { makeLogger } from './operations/logging.js';
import { Metrics } from './operations/metrics.js';
import { NestLogger } from './operations/nest-logger.js';
import { Readiness } from './operations/readiness.js';
import { PageFilter } from './pages/page.filter.js';
import { checkEncryptionKey } from './secrets/encryption-key-check.js';
import { Sealing } from './secrets/sealing.js';
import type { Tracer } from './tracing/span.js';
import { startTracing } from './tracing/start-tracing.js';
import { watchMethods } from './web-server/allowed-methods.js';
import { AnswerErrors } from './web-server/answer-errors.filter.js';
import { cannotListen } from './web-server/cannot-listen.js';
import { answerListsAsCsv } from './web-server/lists-as-csv.js';
import { guardCertificates, listenWithCertificates, type MutualTlsListener } from './web-server/mutual-tls-listener.js';
import { traceRequests } from './web-server/trace-requests.js';
import { connectionLimits, makeWebServer, prepareWebServer } from './web-server/web-server.js';

/** How long requests that are under way may take to end before their connections are cut; above the longest callback (20 s). */
const LONGEST_DRAIN = 25_000;
/** How often connections are looked at while draining. */
const IDLE_CHECK = 100;

export interface StartOptions {
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
  /** Port of the listener that asks for client certificates; null: there is none. */
  readonly mutualTlsPort: number | null;
  readonly app: NestFastifyApplication;
  readonly logger: Logger;
  readonly embeddedDatabase: boolean;
  /** From now on the instance says that it is not ready, and takes requests as before. */
  announceStop(): void;
  /** Reads certificates and authorities from their files now; they are looked at every 30 s besides. */
  reloadCertificates(): void;
  /** Stops: not ready, no new connections, requests under way end, then the application and last the database. Idempotent. */
  close(): Promise<void>;
}

async function makeApplication(
  settings: Settings,
  database: Database,
  clock: Clock,
  logger: Logger,
  tracer: Tracer | null,
): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.with(settings, database, clock, tracer),
    makeWebServer(settings, logger),
    { logger: new NestLogger(logger), abortOnError: false, bodyParser: false },
  );
  // Before any module starts: nothing may be sealed with a key that is not the database's.
  await checkEncryptionKey(database.dataSource, app.get(Sealing), clock.now());
  const server = app.getHttpAdapter().getInstance();
  const methodsOf = watchMethods(server);
  app.get(Metrics).watch(server);
  app.get(RequestsUnderWay).watch(server);
  const readiness = app.get(Readiness);
  if (tracer !== null) traceRequests(server, tracer, settings);
  await prepareWebServer(server, settings, logger, {
    isDraining: () => readiness.isDraining,
    allowances: database.embedded ? null : app.get(SharedAllowances),
  });
  guardCertificates(server, app.get(ClientCertificates));
  answerListsAsCsv(server, () => app.get(ApiDescription).document());
  mountAuthorizationServer(server, app.get(ServedRequests), publicPath(settings.PUBLIC_URL));
  app.useGlobalPipes(new SchemaPipe());
  const problems = new ProblemFilter(settings, methodsOf);
  app.useGlobalFilters(new AnswerErrors(problems, app.get(PageFilter, { strict: false })));
  app.get(ApiDescription).describeWith(() => describeApi(app, settings.PUBLIC_URL));
  return app;
}

async function drain(app: NestFastifyApplication, servers: readonly Server[]): Promise<void> {
  app.get(Readiness).startDraining();
  // A connection that is kept open becomes idle only when its answer is out, after closing has begun.
  const idle = setInterval(() => {
    for (const server of servers) server.closeIdleConnections();
  }, IDLE_CHECK);
  const deadline = setTimeout(() => {
    for (const server of servers) server.closeAllConnections();
  }, LONGEST_DRAIN);
  try {
    // The application's own is closed with it.
    const others = servers.slice(1).map((server) => once(server.close(), 'close'));
    await app.getHttpAdapter().getInstance().close();
    await Promise.all(others);
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
  const tracer = await startTracing(settings, (error) => {
    logger.warn({ error }, 'Traces could not be sent to the collector');
  });
  // Migrations run, and may have something to say, before there is an application.
  FrameworkLogger.overrideLogger(new NestLogger(logger));
  const database = await openDatabase(settings, databaseParts, { starting: options.embeddedDatabase }).catch(
    (error: unknown) => {
      const where = settings.DATABASE_URL === undefined ? 'The embedded database' : 'The database of DATABASE_URL';
      throw new Error(`${where} cannot be opened: ${saidBy(error)}`, {
        cause: error,
      });
    },
  );
  let app: NestFastifyApplication | undefined;
  let mutualTls: MutualTlsListener | null;
  try {
    app = await makeApplication(settings, database, options.clock ?? new Clock(), logger, tracer);
    await app.listen(settings.PORT, settings.HOST).catch((error: unknown) => {
      throw cannotListen(error, 'PORT', settings);
    });
    const instance = app.getHttpAdapter().getInstance();
    mutualTls = await listenWithCertificates(instance, settings, app.get(WatchedFiles), logger, connectionLimits);
  } catch (error) {
    await app?.close().catch(() => undefined);
    await database.close();
    await tracer?.close();
    throw error;
  }
  const running = app;
  const server: Server = running.getHttpServer();
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : settings.PORT;
  async function close(): Promise<void> {
    try {
      await drain(running, mutualTls === null ? [server] : [server, mutualTls.server]);
    } finally {
      try {
        await database.close();
      } finally {
        await tracer?.close();
      }
    }
  }
  let closing: Promise<void> | undefined;
  return {
    url: `http://localhost:${port}`,
    mutualTlsPort: mutualTls?.port ?? null,
    app: running,
    logger,
    embeddedDatabase: database.embedded,
    announceStop() {
      running.get(Readiness).startDraining();
    },
    reloadCertificates() {
      running.get(WatchedFiles).reload();
    },
    close() {
      closing ??= close();
      return closing;
    },
  };
}
