import type { JsonValue } from '../format/json-value.js';

/** A longer text says nothing more in a document; the whole stands in the other forms of the trail. */
const LONGEST = 400;

/** The members of an event's data as lines `name: value`; lists of objects have one line per object. */
export function detailLines(data: Readonly<Record<string, JsonValue>>): string[] {
  return Object.entries(data).flatMap(([name, value]) => {
    if (isEmpty(value)) return [];
    if (isList(value) && value.every(isObject)) {
      return value.map((item) => (name === 'verdicts' ? verdictLine(item) : `${name}: ${inline(item)}`));
    }
    return [`${name}: ${inline(value)}`];
  });
}

/** A verdict as one sentence, its result first; what else it says stands behind. */
function verdictLine(verdict: Readonly<Record<string, JsonValue>>): string {
  const { result, reason, source, path, action, target, ...more } = verdict;
  const because = typeof reason === 'string' ? ` (${reason})` : '';
  const what = action === 'update' ? 'updates' : 'is compared with';
  const rest = inline(more);
  return `${plain(result ?? '')}${because}: ${plain(source ?? '')} ${plain(path ?? '')} ${what} ${plain(target ?? '')}${rest === '' ? '' : `; ${rest}`}`;
}

function inline(value: JsonValue): string {
  const text = isObject(value)
    ? Object.entries(value)
        .filter(([, member]) => !isEmpty(member))
        .map(([name, member]) => `${name} ${plain(member)}`)
        .join(', ')
    : plain(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

function plain(value: JsonValue): string {
  if (isList(value)) return value.map(plain).join(' | ');
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}

function isEmpty(value: JsonValue): boolean {
  return value === null || value === '' || (isList(value) && value.length === 0);
}

function isObject(value: JsonValue): value is Readonly<Record<string, JsonValue>> {
  return typeof value === 'object' && value !== null && !isList(value);
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
