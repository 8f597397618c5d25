/** A JSON Schema, or a member of one. */
type Json = Readonly<Record<string, unknown>>;

interface Converted {
  readonly schema: object;
  readonly components: object;
}

/** No schema has such a name: `meta({ id })` is written in letters and digits. */
const MARK = '~input';

/** The value with every reference to a named schema renamed. */
const renamed = <T>(value: T, rename: (name: string) => string): T =>
  JSON.parse(JSON.stringify(value), (key, one: unknown) => {
    if (key !== '$ref' || typeof one !== 'string') return one;
    const at = one.lastIndexOf('/') + 1;
    return `${one.slice(0, at)}${rename(one.slice(at))}`;
  }) as T;

/** Names of the named schemas that a value refers to. */
function referredTo(value: unknown): ReadonlySet<string> {
  const found = new Set<string>();
  renamed(value, (name) => {
    found.add(name);
    return name;
  });
  return found;
}

const unmarked = (name: string): string => name.replace(MARK, '');

/** Marks the named schemas of what is sent, so that they are not taken for those of what is answered. */
export function markedAsRequest({ schema, components }: Converted): Converted {
  const mark = (name: string): string => `${name}${MARK}`;
  return {
    schema: renamed(schema, mark),
    components: Object.fromEntries(
      Object.entries(components).map(([name, component]) => [mark(name), renamed(component as Json, mark)]),
    ),
  };
}

/** Marked names whose schema is another one where it is answered, or refers to such a one. */
function differing(components: Json): ReadonlySet<string> {
  const both = Object.keys(components).filter((name) => name !== unmarked(name) && unmarked(name) in components);
  const found = new Set(
    both.filter((name) => {
      const asSent = renamed(components[name], unmarked);
      return JSON.stringify(asSent) !== JSON.stringify(components[unmarked(name)]);
    }),
  );
  for (let before = -1; before !== found.size; ) {
    before = found.size;
    for (const name of both) if ([...referredTo(components[name])].some((inner) => found.has(inner))) found.add(name);
  }
  return found;
}

/**
 * Names the schemas of what is sent for good: as they are called; with `Request` behind where what is answered under that name has
 * another form (it is open, and has its defaults filled in), because a document knows one schema of each name. Pure.
 *
 * @param document OpenAPI, whose named schemas of requests are {@link markedAsRequest}
 * @throws Error where a name with `Request` behind is taken
 */
export function withRequestForms<T extends { readonly components?: { readonly schemas?: object } }>(document: T): T {
  const components: Json = { ...document.components?.schemas };
  const others = differing(components);
  const lasting = (name: string): string => (others.has(name) ? `${unmarked(name)}Request` : unmarked(name));
  const taken = [...others].find((name) => [lasting(name), `${lasting(name)}${MARK}`].some((one) => one in components));
  if (taken !== undefined) throw new Error(`Two schemas would be called ${lasting(taken)}`);
  const schemas = Object.fromEntries(
    // Where both are the same the one that is answered stays.
    Object.entries(components)
      .filter(([name]) => name === unmarked(name) || others.has(name) || !(unmarked(name) in components))
      .map(([name, component]) => [lasting(name), component]),
  );
  return renamed({ ...document, components: { ...document.components, schemas } }, lasting);
}
