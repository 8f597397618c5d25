import { CountersignError } from '../errors/countersign-error.js';
import { judgeWithSchema } from '../http/schema-faults.js';
import { oauthClientFaults, type RuleContext } from './oauth-client.rules.js';
import { type OAuthClientRequest, oauthClientRequestSchema } from './oauth-client.schema.js';

/** Members of an answer that a PUT may send back. */
const readOnlyMembers = new Set([
  'clientId',
  'revision',
  'secrets',
  'createdBy',
  'createdAt',
  'updatedAt',
  'clientSecret',
  'privateKeyShownOnce',
]);

function withoutReadOnlyMembers(sent: unknown): unknown {
  if (typeof sent !== 'object' || sent === null || Array.isArray(sent)) return sent;
  return Object.fromEntries(Object.entries(sent).filter(([name]) => !readOnlyMembers.has(name)));
}

/**
 * Reads the body of a client.
 * @throws CountersignError `request.invalid` when a member by itself is wrong, `request.unacceptable` when members contradict each
 *   other or what the tenant has; with every fault
 */
export function parseClientRequest(sent: unknown, context: RuleContext, isReplacement: boolean): OAuthClientRequest {
  const body = isReplacement ? withoutReadOnlyMembers(sent) : sent;
  const judged = judgeWithSchema(oauthClientRequestSchema, body ?? {});
  if (!judged.success) throw new CountersignError('request.invalid', { faults: judged.faults });
  const faults = oauthClientFaults(judged.data, context);
  if (faults.length > 0) throw new CountersignError('request.unacceptable', { faults });
  return judged.data;
}
