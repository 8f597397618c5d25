/**
 * An option that is compared with: against NaN, as `Number(process.env.UNSET)` makes it, everything would be within the limit.
 *
 * @throws {TypeError} naming the option
 */
export function numberOption(name: string, given: number | undefined, otherwise: number): number {
  const value: unknown = given ?? otherwise;
  if (typeof value === 'number' && value >= 0) return value;
  throw new TypeError(`${name} must be a number, 0 or more`);
}
