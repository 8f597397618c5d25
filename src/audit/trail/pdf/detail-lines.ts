import type { JsonValue } from '../../format/json-value.js';

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
  // The paths stand in `path` already.
  const { result, reason, source, path, action, target, paths: _paths, read, prepared, ...more } = verdict;
  const because = typeof reason === 'string' ? ` (${reason})` : '';
  const what = action === 'update' ? 'updates' : 'is compared with';
  const rest = [inline(more), ...preparationOf(read, prepared)].filter((text) => text !== '').join('; ');
  return `${plain(result ?? '')}${because}: ${plain(source ?? '')} ${plain(path ?? '')} ${what} ${plain(target ?? '')}${rest === '' ? '' : `; ${rest}`}`;
}

/** How the value came about that was judged: leaves of earlier releases, and most of today's, do not say. */
function preparationOf(read: JsonValue | undefined, prepared: JsonValue | undefined): string[] {
  const steps = prepared !== undefined && isList(prepared) ? prepared.filter(isObject).map(stepText) : [];
  return [
    ...(read === undefined || isEmpty(read) ? [] : [`read ${plain(read)}`]),
    ...(steps.length === 0 ? [] : [`prepared ${steps.join(', then ')}`]),
  ];
}

/** `stripPrefix TINIT-`; `stripPrefix nothing` where there was nothing to take off. */
function stepText(step: Readonly<Record<string, JsonValue>>): string {
  return Object.entries(step)
    .map(([name, value]) => (value === true ? name : `${name} ${value === null ? 'nothing' : plain(value)}`))
    .join(' ');
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
