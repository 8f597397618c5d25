import { Module } from '@nestjs/common';
import { ExpirationsStore } from './expirations.store.js';
import { LoginStatisticsStore } from './login-statistics.store.js';
import { OverviewController } from './overview.controller.js';
import { ExpirationsReader } from './read-expirations.js';

/** Counts and dates across the features, read only. May depend on everything but pages and operations. */
@Module({
  controllers: [OverviewController],
  providers: [LoginStatisticsStore, ExpirationsStore, ExpirationsReader],
})
export class OverviewModule {}
