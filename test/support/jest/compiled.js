import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, URL } from 'node:url';
import { transformSync, version } from '@swc/core';

/** TypeScript without its types, kept by its content, so that all workers, runs and processes share one compilation. */

const root = fileURLToPath(new URL('../../..', import.meta.url));
const cache = join(root, 'node_modules', '.cache', 'countersign-compiled');
const rules = createHash('sha256')
  .update(version)
  .update(readFileSync(join(root, '.swcrc')))
  .digest();

mkdirSync(cache, { recursive: true });

/**
 * @param {string} file of TypeScript
 * @returns {{ code: string, mapFile: string }} JavaScript that says its source map, and a file that holds that map too
 */
export function compiled(file) {
  const source = readFileSync(file);
  const kept = join(cache, createHash('sha256').update(rules).update(file).update(source).digest('hex'));
  const mapFile = `${kept}.map`;
  try {
    return { code: readFileSync(kept, 'utf8'), mapFile };
  } catch {
    const { code, map = '' } = transformSync(source.toString(), { filename: file, cwd: root, sourceMaps: true });
    const inline = `//# sourceMappingURL=data:application/json;base64,${Buffer.from(map).toString('base64')}`;
    const withMap = `${code}\n${inline}\n`;
    replace(mapFile, map);
    replace(kept, withMap);
    return { code: withMap, mapFile };
  }
}

/**
 * Appears whole or not at all: several workers may want it at once.
 * @param {string} file
 * @param {string} content
 */
function replace(file, content) {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, content);
  renameSync(draft, file);
}
