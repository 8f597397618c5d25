import { type ServerProcess, startServer } from './child-process.js';

/** Somebody who takes events, in a process of its own. */
export interface Receiver {
  readonly process: ServerProcess;
  readonly url: string;
  count(): Promise<number>;
  /** Milliseconds from event to arrival of all since it was asked last. */
  ages(): Promise<number[]>;
}

export async function startReceiver(): Promise<Receiver> {
  const process = await startServer({
    name: 'the receiver',
    command: [new URL('../servers/event-receiver.js', import.meta.url).pathname],
    environment: {},
    readyPath: '/count',
  });
  const origin = process.origin.replace('localhost', '127.0.0.1');
  const read = async (path: string): Promise<unknown> => (await fetch(`${origin}${path}`)).json();
  return {
    process,
    url: `${origin}/events`,
    count: async () => ((await read('/count')) as { count: number }).count,
    ages: async () => (await read('/ages')) as number[],
  };
}
