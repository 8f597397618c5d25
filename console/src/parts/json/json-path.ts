/** A place in a JSON document as the API writes it: `$.idToken.mappings[0].path`. */
type Step = string | number;

const STEP = /\.([A-Za-z_$][\w$-]*)|\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]/gy;

/** @returns null when it is no such place */
export function parsePath(path: string): readonly Step[] | null {
  if (!path.startsWith('$')) return null;
  const steps: Step[] = [];
  STEP.lastIndex = 1;
  while (STEP.lastIndex < path.length) {
    const match = STEP.exec(path);
    if (match === null) return null;
    const [, name, index, quoted] = match;
    steps.push(index === undefined ? (name ?? quoted ?? '') : Number(index));
  }
  return steps;
}

const isContainer = (value: unknown): value is Readonly<Record<Step, unknown>> =>
  typeof value === 'object' && value !== null;

/** What stands at a place; undefined where there is none. */
export function readPath(document: unknown, path: string): unknown {
  let value = document;
  for (const step of parsePath(path) ?? []) value = isContainer(value) ? value[step] : undefined;
  return value;
}

/** A copy with another value at a place; undefined takes the member away. Missing objects on the way are made. */
export function writePath(document: unknown, path: string, value: unknown): unknown {
  return write(document, parsePath(path) ?? [], value);
}

function write(document: unknown, [step, ...rest]: readonly Step[], value: unknown): unknown {
  if (step === undefined) return value;
  if (typeof step === 'number') {
    const elements: unknown[] = Array.isArray(document) ? [...(document as readonly unknown[])] : [];
    if (rest.length === 0 && value === undefined) elements.splice(step, 1);
    else elements[step] = write(elements[step], rest, value);
    return elements;
  }
  const members = new Map(isContainer(document) && !Array.isArray(document) ? Object.entries(document) : []);
  const next = write(members.get(step), rest, value);
  if (next === undefined) members.delete(step);
  else members.set(step, next);
  return Object.fromEntries(members);
}
