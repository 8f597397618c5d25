import type { Attempt } from '../../attempts/attempt.js';
import type { AuditEventInput, JsonValue } from '../../audit/recording.js';
import type { Judgement } from '../../claims/verdict.js';
import type { SignerAuthentication } from '../signer-authentication.js';
import { aboutAttempt } from './attempt-events.js';
import { asJson } from './created-event.js';
import { inPortions } from './portions.js';

/** Ids that one event names; beyond that it says how many there are, and the outcome names all. */
const NAMED_IDS = 1000;

/**
 * The judgement of the mappings: verdicts hold no claim value, so everyone who reads the trail may see them. One event, or as
 * many as the verdicts need: every verdict stands in a leaf, however many mappings a provider has.
 * @param disclosures what was judged and stands in no other event, see response-values.ts; beside the first one
 */
export function mappingEvents(
  authentication: SignerAuthentication,
  attempt: Attempt,
  judgement: Judgement,
  disclosures: Readonly<Record<string, JsonValue>>,
  now: Date,
): AuditEventInput[] {
  const verdicts = inPortions(judgement.verdicts);
  const warnings = inPortions(judgement.warnings);
  const count = Math.max(verdicts.length, warnings.length, 1);
  return Array.from({ length: count }, (_unused, index) => ({
    ...aboutAttempt(authentication, attempt, now),
    type: 'attempt.mapping_judged',
    data: {
      verdicts: asJson(verdicts[index] ?? []),
      warnings: asJson(warnings[index] ?? []),
      ...(count === 1 ? {} : { part: index + 1, parts: count }),
    },
    ...(index > 0 || Object.keys(disclosures).length === 0 ? {} : { disclosures }),
  }));
}

export function updatedEvent(
  authentication: SignerAuthentication,
  attempt: Attempt,
  judgement: Judgement,
  propagatedTo: readonly string[],
  now: Date,
): AuditEventInput {
  return {
    ...aboutAttempt(authentication, attempt, now),
    type: 'recipient.updated',
    data: {
      fields: Object.keys(judgement.updates),
      provider: attempt.providerName,
      propagatedTo: propagatedTo.slice(0, NAMED_IDS),
      ...(propagatedTo.length <= NAMED_IDS ? {} : { propagatedToCount: propagatedTo.length }),
    },
    disclosures: { updates: asJson(judgement.updates) },
  };
}
