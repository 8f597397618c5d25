import { Injectable } from '@nestjs/common';
import type { JsonObject, JsonValue } from '../../audit/format/json-value.js';
import { SealedStore } from '../../audit/trail/sealed.store.js';
import type { Reading } from '../../database/transaction.js';
import type { DeliverableEvent } from './event-body.js';
import { RecordedEventStore, type Told } from './recorded-event.store.js';

/** Types whose events say what an outcome shows. */
const TOLD_BY = ['signer_authentication.created', 'attempt.mapping_judged', 'recipient.updated'];

const asObject = (value: JsonValue | undefined): JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};

const asList = (value: JsonValue | undefined): readonly JsonValue[] =>
  Array.isArray(value) ? (value as JsonValue[]) : [];

/** `{"recipient.lastName": {"after": "Doe"}}` put on a recipient, whose certificate's fields stand in an object of their own. */
function withUpdates(recipient: JsonObject, updates: JsonObject): JsonObject {
  const changed: Record<string, JsonValue> = { ...recipient };
  for (const [target, update] of Object.entries(updates)) {
    const after = asObject(update)['after'] ?? null;
    const [group, name = ''] = target.split('.', 2);
    if (group === 'certificate') changed['certificate'] = { ...asObject(changed['certificate']), [name]: after };
    else changed[name] = after;
  }
  return changed;
}

/**
 * What an `outcome` body says besides ids: verdicts and updates of the login, and the recipient as of the event. Everything comes
 * from events of the stream that stand before it or are it, so that it is the same at every try.
 */
@Injectable()
export class OutcomeMembers {
  constructor(
    private readonly events: RecordedEventStore,
    private readonly sealed: SealedStore,
  ) {}

  /** `{ erased: true }` when the person was erased: nothing is left to be told. */
  async of(reading: Reading, event: DeliverableEvent): Promise<JsonObject> {
    const id = event.leaf.signerAuthenticationId;
    if (id === undefined) return {};
    const told = await this.events.upTo(reading, event.streamId, event.leaf.sequence, TOLD_BY);
    const opened = await this.sealed.open(reading, event.tenantId, told);
    const disclosed = new Map(opened.map((one) => [one.id, one.opened]));
    const valueOf = ({ id: eventId }: Told, name: string): JsonValue | undefined =>
      disclosed.get(eventId)?.values.get(name)?.value;

    const created = told.find(({ leaf }) => leaf.type === TOLD_BY[0] && leaf.signerAuthenticationId === id);
    const recipient = created === undefined ? undefined : valueOf(created, 'recipient');
    if (recipient === undefined) return { erased: true };
    const updated = told.filter(({ leaf }) => leaf.type === 'recipient.updated');
    const reached = updated.filter(
      ({ leaf }) => leaf.signerAuthenticationId === id || asList(leaf.data['propagatedTo'] as JsonValue).includes(id),
    );
    const ofAttempt = ({ leaf }: Told): boolean =>
      event.leaf.attemptId !== undefined && leaf.attemptId === event.leaf.attemptId;
    const judged = told.filter((one) => one.leaf.type === 'attempt.mapping_judged' && ofAttempt(one));
    return {
      verdicts: judged.flatMap(({ leaf }) => asList(leaf.data['verdicts'] as JsonValue)),
      updates: Object.assign(
        {},
        ...updated.filter(ofAttempt).map((one) => asObject(valueOf(one, 'updates'))),
      ) as JsonObject,
      recipient: reached.reduce(
        (present, one) => withUpdates(present, asObject(valueOf(one, 'updates'))),
        asObject(recipient),
      ),
    };
  }
}
