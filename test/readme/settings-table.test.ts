import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { renderSettingsTable, withSettingsTable } from '../../scripts/settings-table.js';
import { environmentSchema } from '../../src/config/environment/environment.js';

describe('the table of settings in README.md', () => {
  it('is current; if this fails, run: npm run docs:settings', () => {
    const readme = readFileSync('README.md', 'utf8');
    expect(readme).toBe(withSettingsTable(readme));
  });

  it('has a row with a meaning for every variable', () => {
    const rows = renderSettingsTable().split('\n').slice(2);
    expect(rows.map((row) => /^\| `([A-Z_]+)` \|/.exec(row)?.[1])).toEqual(Object.keys(environmentSchema.shape));
    expect(rows.filter((row) => row.endsWith('|  |'))).toEqual([]);
  });

  it('is put between its markers and nowhere else', () => {
    const before =
      'Before\n<!-- settings: written by npm run docs:settings -->\nold\n<!-- end of settings -->\nAfter\n';
    const after = withSettingsTable(before);
    expect(after).toMatch(/^Before\n/);
    expect(after).toMatch(/\nAfter\n$/);
    expect(after).not.toContain('old');
    expect(withSettingsTable(after)).toBe(after);
    expect(() => withSettingsTable('no markers')).toThrow('Expected the markers');
  });
});
