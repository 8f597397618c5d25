import { Logger, type LogLevel, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { AppModule, databaseParts } from '../app.module.js';
import { Clock } from '../config/clock.js';
import type { Settings } from '../config/settings.js';
import { openDatabase } from '../database/open-database.js';
import { checkEncryptionKey } from '../secrets/encryption-key-check.js';
import { Sealing } from '../secrets/sealing.js';

/** A part of the service by its class. */
type PartOfService = <T>(part: Type<T> | (abstract new (...parameters: never[]) => T)) => T;

/**
 * Makes the service without starting it: nothing listens, no job runs, no key is made, the schema is taken as it is. An embedded
 * database can be used by one process only, so the service must be stopped then.
 */
export async function withPartsOfService(
  settings: Settings,
  work: (part: PartOfService) => Promise<void>,
): Promise<void> {
  // What is made before the framework takes its options would warn on standard output, which a command's answer is read from.
  const logger: LogLevel[] = ['error', 'fatal'];
  Logger.overrideLogger(logger);
  const clock = new Clock();
  const database = await openDatabase(settings, { ...databaseParts, migrations: [] });
  try {
    const app = await NestFactory.create(AppModule.with(settings, database, clock), new FastifyAdapter(), {
      logger,
      abortOnError: false,
    });
    await checkEncryptionKey(database.dataSource, app.get(Sealing), clock.now());
    try {
      await work((part) => app.get(part, { strict: false }));
    } finally {
      await app.close();
    }
  } finally {
    await database.close();
  }
}
