import { EventEmitter } from 'node:events';
import { expect, it } from '@jest/globals';
import { RequestsUnderWay } from '../../src/http/requests-under-way.js';

type Watched = Parameters<RequestsUnderWay['watch']>[0];
type Hook = (request: unknown, reply: { readonly raw: EventEmitter }, done: () => void) => void;

/** @returns what begins a request; its answer ends with the event `close` */
function watched(requests: RequestsUnderWay): () => EventEmitter {
  const hooks: Hook[] = [];
  requests.watch({ addHook: (_name: string, hook: Hook) => hooks.push(hook) } as unknown as Watched);
  return () => {
    const raw = new EventEmitter();
    for (const hook of hooks) hook({}, { raw }, () => undefined);
    return raw;
  };
}

const FOREVER = 600_000;

it('lets work that nobody waits for go on at once while no request is answered', async () => {
  await new RequestsUnderWay().lull(FOREVER);
});

it('lets it go on when the last answer is out, also that of a client who left', async () => {
  const requests = new RequestsUnderWay();
  const begin = watched(requests);
  const [first, second] = [begin(), begin()];
  const order: string[] = [];
  const lull = requests.lull(FOREVER).then(() => order.push('lull'));
  first.emit('close');
  await new Promise((resolve) => setTimeout(resolve, 20));
  order.push('answered');
  second.emit('close');
  await lull;
  expect(order).toEqual(['answered', 'lull']);
});

it('lets it go on after the time that it may be made to wait, however many requests are answered', async () => {
  const requests = new RequestsUnderWay();
  watched(requests)();
  await requests.lull(20);
});
