import { Module } from '@nestjs/common';
import { CountUsageJob } from './count-usage.job.js';
import { CountedUsageStore } from './counted-usage.store.js';
import { ExpirationsStore } from './expirations.store.js';
import { LoginStatisticsStore } from './login-statistics.store.js';
import { OverviewController } from './overview.controller.js';
import { ExpirationsReader } from './read-expirations.js';
import { TenantUsageController } from './tenant-usage.controller.js';
import { TenantUsageStore } from './tenant-usage.store.js';

/** Counts and dates across the features, read only but for hours that are counted once they are over. May depend on everything but pages and operations. */
@Module({
  controllers: [OverviewController, TenantUsageController],
  providers: [
    LoginStatisticsStore,
    ExpirationsStore,
    ExpirationsReader,
    TenantUsageStore,
    CountedUsageStore,
    CountUsageJob,
  ],
})
export class OverviewModule {}
