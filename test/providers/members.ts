/** Walks bodies member by member, so that each can be made wrong in turn. */

type Path = readonly (string | number)[];

/** Every member of a body, parents before their children. */
export function membersOf(value: unknown, path: Path = []): readonly { path: Path; value: unknown }[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => {
    const below = [...path, Array.isArray(value) ? Number(name) : name];
    return [{ path: below, value: member as unknown }, ...membersOf(member, below)];
  });
}

/** Every object of a body, the body itself included; lists are not objects. */
export function objectsOf(body: unknown): readonly Path[] {
  const members = [{ path: [] as Path, value: body }, ...membersOf(body)];
  return members.flatMap(({ path, value }) =>
    typeof value === 'object' && value !== null && !Array.isArray(value) ? [path] : [],
  );
}

function changed(
  body: unknown,
  path: Path,
  change: (parent: Record<string | number, unknown>, name: string | number) => void,
) {
  const copy: unknown = structuredClone(body);
  let parent = copy as Record<string | number, unknown>;
  for (const name of path.slice(0, -1)) parent = parent[name] as Record<string | number, unknown>;
  const last = path.at(-1);
  if (last === undefined) throw new Error('A body is not a member of itself');
  change(parent, last);
  return copy;
}

/** A copy in which one member has another value. */
export function withMember(body: unknown, path: Path, value: unknown): unknown {
  return changed(body, path, (parent, name) => {
    parent[name] = value;
  });
}

/** A copy that lacks one member. */
export function withoutMember(body: unknown, path: Path): unknown {
  return changed(body, path, (parent, name) => {
    Reflect.deleteProperty(parent, name);
  });
}

/** A value of a type that no member accepts where the given one stands. */
export function wrongValueFor(value: unknown): unknown {
  switch (typeof value) {
    case 'string':
      return 42;
    case 'number':
    case 'boolean':
      return 'neither a number nor a truth value';
    default:
      return value === null ? 42 : 'neither an object nor a list';
  }
}
