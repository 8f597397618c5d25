/** Begins a formula in spreadsheets, or breaks out of a cell there. */
const FORMULA = /^[=+\-@\t\r]/;

/** A cell. What a spreadsheet would take for a formula gets an apostrophe in front; a number stays a number. */
function cell(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function valueAt(item: unknown, path: readonly string[]): unknown {
  let value = item;
  for (const name of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[name];
  }
  return value;
}

/**
 * Items as a table with a header line (RFC 4180). Pure.
 * @param columns paths of members within an item; a value that is a list or an object is written as JSON
 */
export function csvText(columns: readonly (readonly string[])[], items: readonly unknown[]): string {
  const lines = items.map((item) => columns.map((path) => cell(valueAt(item, path))));
  return [columns.map((path) => cell(path.join('.'))), ...lines].map((line) => `${line.join(',')}\r\n`).join('');
}
