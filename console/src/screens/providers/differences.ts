/** One member that two configurations do not agree on. `–` stands for a member that is not there. */
interface Difference {
  /** E.g. `$.idToken.mappings[0].path`. */
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

const shown = (value: unknown): string => (value === undefined ? '–' : JSON.stringify(value));

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

/** What has changed from one configuration to another, member by member, in the order of the later one. */
export function differences(before: unknown, after: unknown, path = '$'): readonly Difference[] {
  if (isObject(before) && isObject(after)) {
    const names = [...new Set([...Object.keys(after), ...Object.keys(before)])];
    return names.flatMap((name) => differences(before[name], after[name], `${path}.${name}`));
  }
  if (isList(before) && isList(after) && [...before, ...after].some(isObject)) {
    const length = Math.max(before.length, after.length);
    return Array.from({ length }, (_, index) => index).flatMap((index) =>
      differences(before[index], after[index], `${path}[${index}]`),
    );
  }
  return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ path, before: shown(before), after: shown(after) }];
}
