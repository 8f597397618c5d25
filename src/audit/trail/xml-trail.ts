import { fragment } from 'xmlbuilder2';
import type { XMLBuilder } from 'xmlbuilder2/lib/interfaces.js';
import type { JsonValue } from '../format/json-value.js';
import { showOpened } from './opened-event.js';
import type { Trail } from './read-trail.js';
import type { TrailItem } from './trail-items.js';

const NAMESPACE = 'urn:countersign:audit-trail:1';
/** Characters that XML 1.0 has no way to write (§2.2). */
// eslint-disable-next-line no-control-regex
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
const options = { invalidCharReplacement: '\ufffd' };

/**
 * Writes a trail as XML, event by event. Each event has its `leaf`, the JSON that was hashed, and the same members as elements
 * for those who read XML only.
 */
export async function* xmlTrail(trail: Trail, items: AsyncIterable<TrailItem>): AsyncGenerator<string> {
  const { stream } = trail;
  const root = fragment(options)
    .ele('auditTrail', { xmlns: NAMESPACE, envelopeId: stream.envelopeId, tenant: stream.tenantId })
    .att('stream', `envelope:${stream.id}`);
  yield `<?xml version="1.0" encoding="UTF-8"?>\n${root.toString().replace(/\/>$/, '>')}\n`;
  for await (const item of items) yield `${xmlEvent(item)}\n`;
  const closing = fragment(options).ele('closing', { count: stream.count, leafHash: stream.head.toString('hex') });
  yield `${closing.toString()}\n</auditTrail>\n`;
}

function xmlEvent({ event, leaf, opened }: TrailItem): string {
  const { id, type, time, sequence, previous, actor, correlationId, signerAuthenticationId, attemptId } = leaf;
  const optional = { previous, signerAuthenticationId, attemptId };
  const element = fragment(options).ele('event', {
    sequence: String(sequence),
    id,
    type,
    time,
    correlationId,
    leafHash: event.leafHash.toString('hex'),
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => typeof value === 'string')),
  });
  element.ele('actor', { type: actor.type, id: actor.id });
  writeValue(element.ele('data'), leaf.data);
  for (const [name, digest] of Object.entries(leaf.disclosures ?? {})) element.ele('disclosure', { name, digest });
  for (const [name, { digest, bytes, mediaType, retain }] of Object.entries(leaf.evidence ?? {})) {
    element.ele('evidence', { name, digest, bytes: String(bytes), mediaType, retain });
  }
  if (opened !== null) writeValue(element.ele('disclosed'), showOpened(opened));
  // As a JSON escape such a character is the same leaf; as an XML character it could not be written.
  element.ele('leaf').txt(event.leaf.replace(NOT_XML, jsonEscape));
  return element.toString();
}

function jsonEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** JSON as XML: names stand in attributes, because not every JSON name is an XML name. */
function writeValue(element: XMLBuilder, value: JsonValue): void {
  if (isList(value)) {
    element.att('type', 'array');
    for (const item of value) writeValue(element.ele('item'), item);
  } else if (typeof value === 'object' && value !== null) {
    element.att('type', 'object');
    for (const [name, member] of Object.entries(value)) writeValue(element.ele('member', { name }), member);
  } else {
    element.att('type', value === null ? 'null' : typeof value);
    if (value !== null) element.txt(String(value));
  }
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
