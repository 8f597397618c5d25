import { Inject, Logger, Module, type OnApplicationShutdown } from '@nestjs/common';
import type { traceReaders } from '../config/environment/tracing-settings.js';
import type { Settings } from '../config/settings.js';
import { SETTINGS } from '../config/settings.token.js';
import { serviceVersion } from '../version.js';
import type { TargetState } from './outbound-call.js';
import { OutboundClient } from './outbound-client.js';
import { TenantRanges } from './tenant-ranges.js';

const logger = new Logger('Outbound');

/** Kind of target that each name of `TRACE_CONTEXT_SENT_TO` stands for. */
const kindOf: Readonly<Record<(typeof traceReaders)[number], string>> = {
  listeners: 'listener',
  'external-authentications': 'external-authentication',
  providers: 'provider',
};

function logCircuit({ circuit, tenantId, target }: TargetState): void {
  const where = { tenantId, target, circuit };
  if (circuit === 'open') logger.warn({ ...where, msg: 'Calls are paused after repeated failures' });
  else logger.log({ ...where, msg: 'The circuit of a target has changed' });
}

/** The one client for calls to addresses that others name. May depend on config and errors. */
@Module({
  providers: [
    {
      provide: OutboundClient,
      inject: [SETTINGS, { token: TenantRanges, optional: true }],
      useFactory: (
        { OUTBOUND_ALLOWED_CIDRS, OUTBOUND_ALLOW_HTTP, TRACE_CONTEXT_SENT_TO }: Settings,
        tenantRanges?: TenantRanges,
      ) =>
        new OutboundClient({
          allowedCidrs: OUTBOUND_ALLOWED_CIDRS,
          tenantRanges,
          allowHttp: OUTBOUND_ALLOW_HTTP,
          userAgent: `Countersign/${serviceVersion}`,
          traceContextTo: new Set(TRACE_CONTEXT_SENT_TO.map((readers) => kindOf[readers])),
          onStateChange: logCircuit,
        }),
    },
  ],
  exports: [OutboundClient],
})
export class OutboundModule implements OnApplicationShutdown {
  constructor(@Inject(OutboundClient) private readonly client: OutboundClient) {}

  async onApplicationShutdown(): Promise<void> {
    await this.client.close();
  }
}
