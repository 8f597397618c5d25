import { Injectable } from '@nestjs/common';
import type { Attempt } from '../attempts/attempt.js';
import { AuditRecorder } from '../audit/recording.js';
import type { Transaction } from '../database/transaction.js';
import type { Write } from '../database/write-together.js';
import { startEvents } from './events/attempt-events.js';
import type { OpenSignIn } from './sign-in-link.js';
import { startedAuthentication } from './signer-authentication.writes.js';

/** What belongs to a start: the count and the events, to be written together with the attempt. */
@Injectable()
export class StartWriter {
  constructor(private readonly audit: AuditRecorder) {}

  async writes(
    reading: Transaction,
    { authentication, head }: OpenSignIn,
    attempt: Attempt,
    revisionHash: string,
    now: Date,
  ): Promise<readonly Write[]> {
    const events = await this.audit.prepare(reading, [head], startEvents(authentication, attempt, revisionHash, now));
    return [startedAuthentication(authentication), ...events.writes];
  }
}
