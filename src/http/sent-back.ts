import { z } from 'zod';

const ofAnswers = z
  .unknown()
  .optional()
  .meta({ readOnly: true, description: 'Of answers: sent back in a PUT, it says nothing.' });

/**
 * The body of a PUT: what was read may be changed and sent back whole. What answers have beside the configuration is left out of what
 * is read of it; everything else that is no member is refused as ever.
 * @param id of the schema in the API description
 * @param names of members that only answers have
 */
export function takesBack<T extends z.ZodObject>(
  schema: T,
  id: string,
  names: readonly string[],
): z.ZodType<z.output<T>, z.input<T>> {
  const left = new Set(names);
  const whole = schema.safeExtend(Object.fromEntries(names.map((name) => [name, ofAnswers])));
  return whole
    .transform((body) => Object.fromEntries(Object.entries(body).filter(([name]) => !left.has(name))) as z.output<T>)
    .meta({ id }) as unknown as z.ZodType<z.output<T>, z.input<T>>;
}
