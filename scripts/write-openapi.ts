// Writes the OpenAPI document of the sources as they are, without a database: the framework is only asked which routes there are.
import { writeFileSync } from 'node:fs';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DataSource } from 'typeorm';
import { AppModule } from '../src/app.module.js';
import { Clock } from '../src/config/clock.js';
import { readSettings } from '../src/config/settings.js';
import { describeApi } from '../src/operations/describe-api.js';

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error('Give the file to write to');
const settings = readSettings({});
// Never opened: nothing is made of what the modules list.
const dataSource = new DataSource({ type: 'postgres' });
const database = { dataSource, embedded: true, openReplica: null, close: () => Promise.resolve() };
const app = await NestFactory.create<NestFastifyApplication>(
  AppModule.with(settings, database, new Clock()),
  new FastifyAdapter(),
  { preview: true, logger: ['error'] },
);
writeFileSync(file, `${JSON.stringify(await describeApi(app, settings.PUBLIC_URL), null, 1)}\n`);
