/** What Jest sends a worker that has no more files to run. */
const END = 2;

/** Whether somebody says when all files of this process have been run: nobody does where it has no parent. */
export const hasWorkerEnd = (): boolean => process.send !== undefined;

/** Does something once, when this worker has no more files to run. */
export function atWorkerEnd(work: () => Promise<unknown>): void {
  const onMessage = (message: unknown): void => {
    if (!Array.isArray(message) || message[0] !== END) return;
    process.off('message', onMessage);
    void work();
  };
  process.on('message', onMessage);
}
