import { Global, Module } from '@nestjs/common';
import { ConnectionStore } from './connection.store.js';
import { ConnectionEnds } from './connection-ends.js';
import { ConnectionNotices } from './connection-notices.js';
import { ConnectionsController } from './connections.controller.js';
import { Connections } from './connections.js';
import { TellExpiriesJob } from './tell-expiries.job.js';

/** State of each connection. May depend on mail, audit, access and what is below; whoever connects reports. */
@Global()
@Module({
  controllers: [ConnectionsController],
  providers: [ConnectionEnds, ConnectionStore, ConnectionNotices, Connections, TellExpiriesJob],
  exports: [ConnectionEnds, Connections, ConnectionStore],
})
export class ConnectionsModule {}
