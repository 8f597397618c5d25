import type { z } from 'zod';

/** Members that were well-formed. `undefined` means: given but wrong, so that nothing can be said about it. */
export type Known<Shape extends Record<string, z.ZodType>> = {
  readonly [K in keyof Shape]: z.output<Shape[K]> | undefined;
};

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Reads an object member by member, so that the rules between members can name their faults even while other members are
 * wrong. Absent members have their defaults.
 */
export function readMembers<Shape extends Record<string, z.ZodType>>(shape: Shape, raw: unknown): Known<Shape> {
  const members = isObject(raw) ? raw : {};
  const known = Object.entries(shape).map(([name, schema]) => {
    const parsed = schema.safeParse(Object.hasOwn(members, name) ? members[name] : undefined);
    return [name, parsed.success ? parsed.data : undefined] as const;
  });
  return Object.fromEntries(known) as Known<Shape>;
}
