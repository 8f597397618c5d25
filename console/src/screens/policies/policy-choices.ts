export const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

type Body = Readonly<Record<string, unknown>>;

const isBody = (value: unknown): value is Body => typeof value === 'object' && value !== null && !Array.isArray(value);
const withoutEmptyLists = (value: unknown): unknown =>
  isBody(value)
    ? Object.fromEntries(Object.entries(value).filter(([, member]) => !(Array.isArray(member) && member.length === 0)))
    : value;

/** A rule without lists that say nothing, and without demands where nothing is issued. */
export function pruned(value: unknown): unknown {
  if (!isBody(value)) return value;
  return {
    ...value,
    when: withoutEmptyLists(value['when'] ?? {}),
    require: value['effect'] === 'deny' ? {} : withoutEmptyLists(value['require'] ?? {}),
  };
}
