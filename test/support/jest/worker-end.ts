import { saidBy } from '../../../src/errors/thrown.js';

/** What Jest sends a worker that has no more files to run. */
const END = 2;

const works: (() => Promise<unknown>)[] = [];

/** Whether somebody says when all files of this process have been run: nobody does where it has no parent. */
export const hasWorkerEnd = (): boolean => process.send !== undefined;

/** Does something once, when this worker has no more files to run, and before what was wanted earlier, on which it may stand. */
export function atWorkerEnd(work: () => Promise<unknown>): void {
  if (works.length === 0) process.on('message', onMessage);
  works.push(work);
}

/**
 * Something that the files of a worker share: started for the first that asks for it, closed when there are no more.
 * @returns gives it
 */
export function untilWorkerEnd<T extends { close(): Promise<unknown> }>(start: () => Promise<T>): () => Promise<T> {
  let kept: Promise<T> | undefined;
  const startOnce = async (): Promise<T> => {
    const started = await start();
    atWorkerEnd(() => started.close());
    return started;
  };
  return () => (kept ??= startOnce());
}

function onMessage(message: unknown): void {
  if (!Array.isArray(message) || message[0] !== END) return;
  process.off('message', onMessage);
  void endAll();
}

async function endAll(): Promise<void> {
  for (const work of works.splice(0).reverse()) {
    // All others are to be done too.
    await work().catch((error: unknown) => {
      process.stderr.write(`${saidBy(error)}\n`);
    });
  }
}
