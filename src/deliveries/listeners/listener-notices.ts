import { Injectable, Logger } from '@nestjs/common';
import type { Listener, StoppedWhy } from '../listener.js';

/** Tells people that a listener is sent nothing more. Nothing waits for it, and it MUST NOT throw. */
export abstract class ListenerNotices {
  abstract stopped(listener: Listener, why: StoppedWhy): void;
}

/** While nobody can be mailed: the log. */
@Injectable()
export class LoggedNotices extends ListenerNotices {
  private readonly logger = new Logger('Deliveries');

  override stopped({ tenantId, name }: Listener, why: StoppedWhy): void {
    this.logger.warn({ tenantId, listener: name, why }, 'A listener is sent nothing more until it is enabled');
  }
}
