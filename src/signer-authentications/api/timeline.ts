import { Injectable } from '@nestjs/common';
import { AttemptStore } from '../../attempts/attempt.store.js';
import { EventStore } from '../../audit/trail/event.store.js';
import { readEvent } from '../../audit/trail/read-event.js';
import type { Reading } from '../../database/transaction.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { showStep } from '../../diagnosis/reports/step.schema.js';
import { CountersignError } from '../../errors/countersign-error.js';
import type { SignerAuthentication } from '../signer-authentication.js';
import { SignerAuthenticationStore } from '../stores/signer-authentication.store.js';
import type { TimelineItem } from './timeline.schema.js';

/** Tells what happened to one signer authentication, step by step, for whoever helps a signer. */
@Injectable()
export class TimelineReader {
  constructor(
    private readonly authentications: SignerAuthenticationStore,
    private readonly attempts: AttemptStore,
    private readonly events: EventStore,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** In order of time; what began at the same moment in the order in which it was recorded. @throws CountersignError `request.not_found` */
  async read(tenantId: string, id: string): Promise<TimelineItem[]> {
    const { reading } = this.unitOfWork;
    const authentication = await this.authentications.find(reading, tenantId, id);
    if (authentication === null) throw new CountersignError('request.not_found');
    const items = [...(await this.recorded(reading, authentication)), ...(await this.steps(reading, authentication))];
    return items.sort((one, other) => one.at.localeCompare(other.at));
  }

  private async recorded(reading: Reading, { id, tenantId, envelopeId }: SignerAuthentication) {
    const items: TimelineItem[] = [];
    const stream = await this.events.findStream(reading, tenantId, envelopeId);
    if (stream === null) return items;
    for await (const page of this.events.pages(reading, stream.id, stream.count)) {
      for (const { leaf } of page.map(readEvent)) {
        if (leaf.signerAuthenticationId !== id) continue;
        items.push({
          at: leaf.time,
          kind: 'event',
          type: leaf.type,
          actor: { type: leaf.actor.type, id: leaf.actor.id },
          sequence: leaf.sequence,
          attemptId: leaf.attemptId ?? null,
          data: leaf.data as Extract<TimelineItem, { kind: 'event' }>['data'],
        });
      }
    }
    return items;
  }

  private async steps(reading: Reading, { id, tenantId }: SignerAuthentication): Promise<TimelineItem[]> {
    const attempts = await this.attempts.listOfOwner(reading, tenantId, id);
    return attempts.flatMap(({ attempt, report }) =>
      (report?.steps ?? []).map((record) => {
        const { startedAt, ...step } = showStep(record);
        return { at: startedAt, kind: 'step', attemptId: attempt.id, provider: attempt.providerName, ...step } as const;
      }),
    );
  }
}
