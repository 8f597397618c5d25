import type { JsonValue } from '../format/json-value.js';
import { showOpened } from './opened-event.js';
import type { Trail } from './read-trail.js';
import type { TrailItem, TrailPages } from './trail-items.js';
import { xmlElement, xmlStart, xmlText } from './xml-writer.js';

const NAMESPACE = 'urn:countersign:audit-trail:1';
/** Characters that JSON texts may hold as they are and XML 1.0 may not. */
const NOT_XML = /[\ufffe\uffff]/g;

/**
 * Writes a trail as XML, page by page. Each event has its `leaf`, the JSON that was hashed, and the same members as elements
 * for those who read XML only.
 */
export async function* xmlTrail(trail: Trail, pages: TrailPages): AsyncGenerator<string> {
  const { id, envelopeId, tenantId, count, head } = trail.stream;
  const root = { xmlns: NAMESPACE, envelopeId, tenant: tenantId, stream: `envelope:${id}` };
  yield `<?xml version="1.0" encoding="UTF-8"?>\n${xmlStart('auditTrail', root)}\n`;
  for await (const page of pages) yield page.map((item) => `${xmlEvent(item)}\n`).join('');
  yield `${xmlElement('closing', { count, leafHash: head.toString('hex') })}\n</auditTrail>\n`;
}

function xmlEvent({ event, leaf, opened }: TrailItem): string {
  const { id, type, time, sequence, previous, actor, correlationId, signerAuthenticationId, attemptId } = leaf;
  const leafHash = event.leafHash.toString('hex');
  const disclosures = Object.entries(leaf.disclosures ?? {});
  const evidence = Object.entries(leaf.evidence ?? {});
  return xmlElement(
    'event',
    { sequence, id, type, time, correlationId, leafHash, previous, signerAuthenticationId, attemptId },
    [
      xmlElement('actor', { type: actor.type, id: actor.id }),
      xmlValue('data', {}, leaf.data),
      ...disclosures.map(([name, digest]) => xmlElement('disclosure', { name, digest })),
      ...evidence.map(([name, { digest, bytes, mediaType, retain }]) =>
        xmlElement('evidence', { name, digest, bytes, mediaType, retain }),
      ),
      ...(opened === null ? [] : [xmlValue('disclosed', {}, showOpened(opened))]),
      // As a JSON escape such a character is the same leaf; as an XML character it could not be written.
      xmlElement('leaf', {}, xmlText(event.leaf.replace(NOT_XML, jsonEscape))),
    ].join(''),
  );
}

function jsonEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** JSON as XML: names stand in attributes, because not every JSON name is an XML name. */
function xmlValue(element: string, attributes: Readonly<Record<string, string>>, value: JsonValue): string {
  if (isList(value)) {
    return xmlElement(
      element,
      { ...attributes, type: 'array' },
      value.map((item) => xmlValue('item', {}, item)).join(''),
    );
  }
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(([name, member]) => xmlValue('member', { name }, member));
    return xmlElement(element, { ...attributes, type: 'object' }, members.join(''));
  }
  if (value === null) return xmlElement(element, { ...attributes, type: 'null' });
  return xmlElement(element, { ...attributes, type: typeof value }, xmlText(String(value)));
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
