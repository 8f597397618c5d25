import { Module } from '@nestjs/common';
import { AttemptsModule } from '../attempts/attempts.module.js';
import { DeliveriesModule } from '../deliveries/deliveries.module.js';
import { OutboundModule } from '../outbound/outbound.module.js';
import { ProvidersModule } from '../providers/providers.module.js';
import { ApiDescriptionController } from './api-description.controller.js';
import { ApiDescription } from './api-description.js';
import { ErrorReferenceController } from './error-reference.controller.js';
import { HealthController } from './health.controller.js';
import { MetricsController } from './metrics.controller.js';
import { Metrics } from './metrics.js';
import { Readiness } from './readiness.js';

/** What the operator sees: health, metrics, the API's description. May depend on everything. */
@Module({
  imports: [AttemptsModule, DeliveriesModule, OutboundModule, ProvidersModule],
  controllers: [HealthController, MetricsController, ApiDescriptionController, ErrorReferenceController],
  providers: [Readiness, Metrics, ApiDescription],
})
export class OperationsModule {}
