// Writes to standard output what the image holds, as a CycloneDX document: the packages of the service as package-lock.json has them, and
// what was bundled into the console, as its build noted (--bundled for another note). `npm sbom --omit dev` leaves out packages that tests need as well
// (findings/npm-sbom-omits-what-tests-share.sh). Plain JavaScript: it runs without anything but an installation and a build.
import { Buffer } from 'node:buffer';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stdout } from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/** @typedef {{ name?: string, version: string, integrity?: string, license?: string, dev?: boolean, optional?: boolean, link?: boolean,
 *   dependencies?: Record<string, string>, optionalDependencies?: Record<string, string>, peerDependencies?: Record<string, string> }} Locked */

const root = dirname(dirname(fileURLToPath(import.meta.url)));
/** @param {string} file @returns {any} */
const read = (file) => JSON.parse(readFileSync(join(root, file), 'utf8'));
const { values } = parseArgs({
  options: { bundled: { type: 'string', default: join(root, 'dist/console/licenses.json') } },
});
if (!existsSync(values.bundled)) throw new Error(`${values.bundled} is missing: run npm run build`);

const FOLDER = 'node_modules/';
/** @type {Record<string, Locked>} */
const locked = read('package-lock.json').packages;
// What is for other platforms is optional, and not there.
const installed = Object.entries(locked).filter(
  ([path, { dev, link, optional }]) =>
    path.includes(FOLDER) && dev !== true && link !== true && !(optional === true && !existsSync(join(root, path))),
);
const entries = new Map(installed);

/** @param {string} path @param {Locked} entry */
const nameOf = (path, { name }) => name ?? path.slice(path.lastIndexOf(FOLDER) + FOLDER.length);

/** @param {string} name @param {string} version */
const purlOf = (name, version) => `pkg:npm/${name.replace('@', '%40')}@${version}`;

/** What Node finds when a package in `path` asks for another. @param {string} path @param {string} asked @returns {string | undefined} its purl */
function resolved(path, asked) {
  for (let folder = path; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf(`/${FOLDER}`)))) {
    const place = join(folder, FOLDER, asked);
    const entry = entries.get(place);
    if (entry !== undefined) return purlOf(nameOf(place, entry), entry.version);
    if (folder === '') return undefined;
  }
}

/** @param {string} name @param {string} version @param {string | undefined} license @param {string} [integrity] */
function component(name, version, license, integrity) {
  const [algorithm, digest] = integrity?.split('-') ?? [];
  return {
    type: 'library',
    'bom-ref': purlOf(name, version),
    name,
    version,
    ...(license === undefined ? {} : { licenses: [{ expression: license }] }),
    ...(algorithm === 'sha512' && digest !== undefined
      ? { hashes: [{ alg: 'SHA-512', content: Buffer.from(digest, 'base64').toString('hex') }] }
      : {}),
    purl: purlOf(name, version),
  };
}

/** @type {Map<string, ReturnType<typeof component>>} */
const components = new Map();
/** @type {Map<string, Set<string>>} */
const needs = new Map();
for (const [path, entry] of installed) {
  const one = component(nameOf(path, entry), entry.version, entry.license, entry.integrity);
  components.set(one.purl, one);
  const needed = needs.get(one.purl) ?? new Set();
  needs.set(one.purl, needed);
  for (const name of Object.keys({ ...entry.peerDependencies, ...entry.optionalDependencies, ...entry.dependencies })) {
    const found = resolved(path, name);
    if (found !== undefined) needed.add(found);
  }
}
const own = read('package.json');
const direct = Object.keys(own.dependencies).flatMap((name) => resolved('', name) ?? []);
/** @type {{ name: string, version: string, identifier: string | null }[]} */
const inConsole = JSON.parse(readFileSync(values.bundled, 'utf8'));
for (const { name, version, identifier } of inConsole) {
  const one = component(name, version, identifier ?? undefined);
  if (!components.has(one.purl)) components.set(one.purl, one);
  direct.push(one.purl);
}
const application = purlOf(own.name, own.version);
needs.set(application, new Set(direct));

stdout.write(
  `${JSON.stringify(
    {
      $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      version: 1,
      metadata: {
        component: {
          type: 'application',
          'bom-ref': application,
          name: own.name,
          version: own.version,
          licenses: [{ expression: own.license }],
          purl: application,
        },
      },
      components: [...components.values()],
      dependencies: [...needs].map(([ref, dependsOn]) => ({ ref, dependsOn: [...dependsOn].sort() })),
    },
    null,
    2,
  )}\n`,
);
