import {
  type BeforeApplicationShutdown,
  type DynamicModule,
  Module,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { releaseSharedConnections } from './driver/shared-connections.js';
import type { Database } from './open-database.js';
import { ReadReplica } from './read-replica.js';
import { UnitOfWork } from './unit-of-work.js';

/**
 * The data source, its entity manager and the unit of work, available everywhere. The data source is open before the application
 * is made, and is closed with it. May depend on config.
 */
@Module({})
export class DatabaseModule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    private readonly dataSource: DataSource,
    private readonly replica: ReadReplica,
  ) {}

  static with({ dataSource, openReplica }: Database): DynamicModule {
    return {
      module: DatabaseModule,
      global: true,
      imports: [
        TypeOrmModule.forRootAsync({
          useFactory: () => dataSource.options,
          dataSourceFactory: () => Promise.resolve(dataSource),
        }),
      ],
      providers: [
        UnitOfWork,
        {
          provide: ReadReplica,
          inject: [UnitOfWork],
          useFactory: (unitOfWork: UnitOfWork) => new ReadReplica(unitOfWork, openReplica),
        },
      ],
      exports: [UnitOfWork, ReadReplica],
    };
  }

  /** Nobody waits for it: instances start without it. */
  onApplicationBootstrap(): void {
    void this.replica.greet();
  }

  /** The pool waits for every connection that is taken out of it, and is closed at the shutdown itself. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.replica.close();
    await releaseSharedConnections(this.dataSource);
  }
}
