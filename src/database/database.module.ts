import { type DynamicModule, Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Database } from './open-database.js';
import { UnitOfWork } from './unit-of-work.js';

/** The data source and the unit of work, available everywhere. May depend on config. */
@Module({})
export class DatabaseModule {
  static with(database: Database): DynamicModule {
    return {
      module: DatabaseModule,
      global: true,
      providers: [{ provide: DataSource, useValue: database.dataSource }, UnitOfWork],
      exports: [DataSource, UnitOfWork],
    };
  }
}
