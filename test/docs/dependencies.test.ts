import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

type Overrides = Readonly<Record<string, string | Readonly<Record<string, string>>>>;

interface PackageJson {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly overrides: Overrides;
}

const packageJson = JSON.parse(readFileSync('package.json', 'utf8')) as PackageJson;
const consoleJson = JSON.parse(readFileSync('console/package.json', 'utf8')) as PackageJson;
const page = readFileSync('docs/dependencies.md', 'utf8');

/** Name and reason of each row in a section of docs/dependencies.md. */
function rowsOf(heading: string): readonly (readonly [name: string, reason: string])[] {
  const section = page.split(/^## /m).find((text) => text.startsWith(`${heading}\n`)) ?? '';
  return [...section.matchAll(/^\| `([^`]+)` \| (.*) \|$/gm)].map(([, name, reason]) => [name ?? '', reason ?? '']);
}

const overridden = Object.entries(packageJson.overrides).flatMap(([name, version]) =>
  typeof version === 'string' ? [name] : Object.keys(version).map((inner) => `${name} > ${inner}`),
);

describe('docs/dependencies.md', () => {
  it.each([
    ['Dependencies', Object.keys(packageJson.dependencies)],
    ['Development dependencies', Object.keys(packageJson.devDependencies)],
    ['The console', Object.keys(consoleJson.devDependencies)],
    ['Overrides', overridden],
  ])('%s: has a reason for each in package.json, and none for what is not there', (heading, names) => {
    const rows = rowsOf(heading);
    expect(rows.map(([name]) => name).sort()).toEqual([...names].sort());
    expect(rows.filter(([, reason]) => reason.trim() === '')).toEqual([]);
  });

  it('is right about the console: what it needs to be built is no dependency of what runs', () => {
    expect(consoleJson).not.toHaveProperty('dependencies');
  });
});
