import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

interface Component {
  readonly name: string;
  readonly version: string;
  readonly purl: string;
}
interface Sbom {
  readonly specVersion: string;
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

const own = JSON.parse(readFileSync('package.json', 'utf8')) as Record<
  'dependencies' | 'devDependencies',
  Record<string, string>
>;
let directory: string;
let file: string;
let sbom: Sbom;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'countersign-sbom-'));
  file = join(directory, 'sbom.json');
  const written = execFileSync(process.execPath, ['scripts/sbom.mjs', '--bundled', licenses()]).toString();
  writeFileSync(file, written);
  sbom = JSON.parse(written) as Sbom;
});
afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
});

/** As the build of the console writes it, which a test does not wait for. */
function licenses(): string {
  const path = join(directory, 'licenses.json');
  writeFileSync(path, JSON.stringify([{ name: 'react', version: '19.0.0', identifier: 'MIT', text: '' }]));
  return path;
}

describe('the list of what is shipped', () => {
  const names = () => new Set(sbom.components.map(({ name }) => name));

  it('has every package that the service needs, also those that its tests need too, and what the console is made of', () => {
    expect(sbom.specVersion).toBe('1.6');
    expect(Object.keys(own.dependencies).filter((name) => !names().has(name))).toEqual([]);
    for (const name of ['react', 'pg-protocol', 'rxjs']) expect(names()).toContain(name);
    expect(sbom.components).toContainEqual(
      expect.objectContaining({ purl: `pkg:npm/%40nestjs/core@${own.dependencies['@nestjs/core']}` }),
    );
  });

  it('has nothing that tests alone need', () => {
    for (const name of ['jest', 'oxlint', 'playwright-core', 'vite']) expect(names()).not.toContain(name);
  });

  it('says of each package what it needs, and names nothing that is not in it', () => {
    const known = new Set(sbom.components.map(({ purl }) => purl));
    expect(sbom.dependencies.flatMap(({ dependsOn }) => dependsOn).filter((purl) => !known.has(purl))).toEqual([]);
    const pg = sbom.dependencies.find(({ ref }) => ref.startsWith('pkg:npm/pg@'));
    expect(pg?.dependsOn.some((purl) => purl.startsWith('pkg:npm/pg-protocol@'))).toBe(true);
  });
});

describe('deploy/scan.sh', () => {
  /** @param found what a scanner in its place finds: groups as osv-scanner has them; null: it cannot tell */
  function scan(argument: string | null, found: readonly object[] | null, environment: NodeJS.ProcessEnv = {}) {
    const report = { results: [{ packages: [{ package: { name: 'undici', version: '7.0.0' }, groups: found }] }] };
    writeFileSync(join(directory, 'report.json'), JSON.stringify(report));
    const scanner = join(directory, 'osv-scanner');
    const lines = [
      'while [ "$1" != --output-file ]; do shift; done',
      `cp ${join(directory, 'report.json')} "$2"`,
      'exit 1',
    ];
    writeFileSync(scanner, `#!/bin/sh\n${found === null ? 'exit 127' : lines.join('\n')}\n`);
    chmodSync(scanner, 0o755);
    const env = { PATH: `${directory}:${process.env['PATH']}`, ...environment };
    const { status, stdout, stderr } = spawnSync('deploy/scan.sh', argument === null ? [] : [argument], {
      env,
      encoding: 'utf8',
    });
    return { status, said: `${stdout}${stderr}` };
  }
  const group = (score: string) => ({ ids: ['GHSA-1'], max_severity: score });

  it('fails when a score is high or not known, and tells of the others', () => {
    expect(scan(file, [group('9.8'), group('3.1')])).toMatchObject({ status: 1 });
    expect(scan(file, [group('')])).toMatchObject({ status: 1 });
    const { status, said } = scan(file, [group('6.9')]);
    expect(status).toBe(0);
    expect(said).toContain('undici 7.0.0\tGHSA-1');
    expect(scan(file, [group('6.9')], { FAIL_FROM: '4' })).toMatchObject({ status: 1 });
  });

  it('does not say that nothing is known where it cannot tell', () => {
    const empty = join(directory, 'empty.json');
    writeFileSync(empty, '{"bomFormat":"CycloneDX","components":[]}');
    for (const argument of [null, join(directory, 'missing.json'), join(directory, 'licenses.json'), empty])
      expect(scan(argument, [])).toMatchObject({ status: 2, said: expect.stringContaining('nothing can be said') });
    expect(scan(file, null)).toMatchObject({ status: 2 });
    expect(scan(file, [], { FAIL_FROM: 'high' })).toMatchObject({ status: 2 });
  });
});
