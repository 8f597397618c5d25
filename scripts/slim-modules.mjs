// Takes out of an installed node_modules what no process of the service reads: types, source maps, pages to read, builds for browsers,
// and second builds beside the one that Node loads. For an image: two fifths of its size. Give the folder.
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Whole folders and files of packages, as found in the versions of package-lock.json; one that is not there any more is no fault. */
const unread = [
  // The compiler, which @nestjs/swagger has for its plugin alone.
  'typescript',
  // The console is built into dist/.
  '@countersign',
  'typeorm/browser',
  'rxjs/src',
  'rxjs/dist/bundles',
  'rxjs/dist/esm',
  'rxjs/dist/esm5',
  'rxjs/dist/types',
  'pdfkit/js/pdfkit.standalone.js',
  'libphonenumber-js/bundle',
];
const unreadBuilds = ['build/esm', 'build/esnext'];
const unreadFile = /\.(?:map|md|markdown|[cm]?ts|flow)$/;

const [root] = process.argv.slice(2);
if (root === undefined) throw new Error('Give the folder node_modules');
/** @param {string} path below the folder */
const remove = (path) => {
  rmSync(join(root, path), { recursive: true, force: true });
};
unread.forEach(remove);
for (const name of readdirSync(join(root, '@opentelemetry')))
  for (const build of unreadBuilds) remove(`@opentelemetry/${name}/${build}`);
for (const entry of readdirSync(root, { recursive: true, withFileTypes: true }))
  if (entry.isFile() && unreadFile.test(entry.name)) rmSync(join(entry.parentPath, entry.name));
