import { Global, Module } from '@nestjs/common';
import { AccessTrail } from './access/access-trail.js';

class UnrecordedAccess extends AccessTrail {
  record(): Promise<void> {
    return Promise.resolve();
  }
}

/** Stands in until the audit feature records what happens to keys. */
@Global()
@Module({ providers: [{ provide: AccessTrail, useClass: UnrecordedAccess }], exports: [AccessTrail] })
export class TemporaryTrailModule {}
