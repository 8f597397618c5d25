/**
 * Work that has so much time. `AbortSignal.timeout` would do the same, but keep its timer, and with it the context of its request,
 * until the time is over: at a hundred logins a second those of thousands.
 * @param work gets the signal that says when the time is over; it ends the work, nothing else does
 */
export async function withinTime<Result>(
  milliseconds: number,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const over = new AbortController();
  const timer = setTimeout(() => {
    over.abort(new DOMException(`not done within ${milliseconds} ms`, 'TimeoutError'));
  }, milliseconds).unref();
  try {
    return await work(over.signal);
  } finally {
    clearTimeout(timer);
  }
}
