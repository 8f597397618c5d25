import { accessSync, constants, readdirSync, rmSync, statfsSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Memory that Linux offers as files. An embedded database has a thousand small files: on a disk, copying them takes eight times as long. */
const IN_MEMORY = '/dev/shm';
/** What all workers take there at once, with room to spare: containers often have 64 MB. */
const BYTES_WANTED = 2 * 2 ** 30;
/** Named after the process that uses it. */
const NAME = /^countersign-test-(\d+)-/;

function hasRoom(): boolean {
  try {
    accessSync(IN_MEMORY, constants.W_OK);
    const { bavail, bsize } = statfsSync(IN_MEMORY);
    return bavail * bsize >= BYTES_WANTED;
  } catch {
    return false;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** What killed processes have left would fill the memory. */
function removeLeftovers(): void {
  for (const name of readdirSync(IN_MEMORY)) {
    const pid = Number(NAME.exec(name)?.[1] ?? process.pid);
    if (!isRunning(pid)) rmSync(join(IN_MEMORY, name), { recursive: true, force: true });
  }
}

let root: string | undefined;

function scratchRoot(): string {
  if (!hasRoom()) return tmpdir();
  removeLeftovers();
  return IN_MEMORY;
}

/** Makes a directory for a database that need not outlive its test file: in memory where there is enough of it. */
export function newScratchDirectory(): Promise<string> {
  root ??= scratchRoot();
  return mkdtemp(join(root, `countersign-test-${process.pid}-`));
}
