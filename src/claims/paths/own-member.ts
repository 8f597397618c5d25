// Held here, because in some runtimes each look-up of a global costs more than reading the claim.
const { hasOwn } = Object;
const { isArray } = Array;

/**
 * An object's own member, or undefined. Arrays and scalars have no named members here (`length` is none), nothing is ever
 * read from a prototype, and `__proto__` never resolves, not even as an own member, which only an attack would send.
 */
export function ownMember(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || name === '__proto__' || isArray(value)) return undefined;
  return hasOwn(value, name) ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}

/** An array's element, or undefined. -1 is the last. */
export function element(value: unknown, index: number): unknown {
  if (!isArray(value)) return undefined;
  return value[index < 0 ? value.length + index : index] as unknown;
}
