import { copyFile, mkdir, readdir, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformFile } from '@swc/core';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** Below the project, so that packages are found from there as from the real build. */
const target = join(root, 'node_modules', '.cache', 'countersign-test-build');

const changedAt = async (file: string): Promise<number> =>
  stat(file).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );

let drafts = 0;

/** Appears whole or not at all: several builds may be made at once, by this process too. */
async function replace(file: string, write: (draft: string) => Promise<void>): Promise<void> {
  const draft = `${file}.${process.pid}.${(drafts += 1)}`;
  await mkdir(dirname(file), { recursive: true });
  await write(draft);
  await rename(draft, file);
}

async function build(source: string): Promise<void> {
  const isTypeScript = source.endsWith('.ts');
  const built = join(target, relative(root, source)).replace(/\.ts$/, '.js');
  if ((await changedAt(built)) > (await changedAt(source))) return;
  await replace(built, async (draft) => {
    if (isTypeScript) await writeFile(draft, (await transformFile(source, { cwd: root })).code);
    else await copyFile(source, draft);
  });
}

/**
 * Builds what stands beside the service as `builtService` does.
 * @returns the file of a command to run with Node
 */
export async function builtCommand(command: 'cli' | 'verify'): Promise<string> {
  return join(dirname(await builtService()), `${command}.js`);
}

/**
 * Builds the service without checking types, as the tests themselves are, and only what has changed: processes that tests kill
 * run the present source even when nobody ran `npm run build`.
 *
 * @returns the file to start with Node
 */
export async function builtService(): Promise<string> {
  for (const folder of ['src', 'migrations']) {
    const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true });
    await Promise.all(
      entries.filter((entry) => entry.isFile()).map((entry) => build(join(entry.parentPath, entry.name))),
    );
  }
  await replace(join(target, 'package.json'), (draft) => writeFile(draft, JSON.stringify({ type: 'module' })));
  return join(target, 'src', 'main.js');
}
