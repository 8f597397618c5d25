import { OutboundFailure } from '../outbound/outbound-failure.js';

/**
 * Waits for work that several trips share, but no longer than this trip may take. The work goes on without it.
 * @throws OutboundFailure `aborted`.
 */
export async function untilAborted<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  const aborted = new OutboundFailure('aborted', 'the time for the whole login was over');
  if (signal.aborted) throw aborted;
  let stopWaiting: () => void = () => undefined;
  const gaveUp = new Promise<never>((_resolve, reject) => {
    stopWaiting = () => {
      reject(aborted);
    };
    signal.addEventListener('abort', stopWaiting, { once: true });
  });
  try {
    return await Promise.race([work, gaveUp]);
  } finally {
    signal.removeEventListener('abort', stopWaiting);
  }
}

/** Marks work that everyone may stop waiting for: when it fails with nobody there, that is no fault of the process. */
export function handled<Result>(work: Promise<Result>): Promise<Result> {
  work.catch(() => undefined);
  return work;
}
