import { z } from 'zod';
import { environmentSchema } from '../src/config/environment/environment.js';

const begin = '<!-- settings: written by npm run docs:settings -->';
const end = '<!-- end of settings -->';

/** The table of environment variables: name, default, description, from the schema that reads them. */
export function renderSettingsTable(): string {
  const rows = Object.entries(environmentSchema.shape).map(([name, schema]) => {
    const read = schema.safeParse(undefined);
    const preset = read.success && read.data !== undefined ? `\`${shown(read.data)}\`` : '';
    return `| \`${name}\` | ${preset} | ${descriptionOf(schema)} |`;
  });
  return ['| variable | default | meaning |', '|---|---|---|', ...rows].join('\n');
}

/** The text with the part between the two markers replaced by the present table. @throws Error when a marker is missing */
export function withSettingsTable(text: string): string {
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from < 0 || to < from) throw new Error(`Expected the markers ${begin} and ${end}, in this order`);
  return `${text.slice(0, from)}${begin}\n\n${renderSettingsTable()}\n\n${text.slice(to)}`;
}

function shown(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.values(value).join(',') || '(none)';
}

function descriptionOf(schema: z.ZodType): string {
  return (schema.meta()?.description ?? '').replaceAll('|', '\\|');
}
