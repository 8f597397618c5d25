import { Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import type { Settings } from '../config/settings.js';
import { SETTINGS } from '../config/settings.token.js';
import { OutboundClient } from './outbound-client.js';

/** The one client for calls to addresses that others name. May depend on config and errors. */
@Module({
  providers: [
    {
      provide: OutboundClient,
      inject: [SETTINGS],
      useFactory: ({ OUTBOUND_ALLOWED_CIDRS, OUTBOUND_ALLOW_HTTP }: Settings) =>
        new OutboundClient({ allowedCidrs: OUTBOUND_ALLOWED_CIDRS, allowHttp: OUTBOUND_ALLOW_HTTP }),
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
