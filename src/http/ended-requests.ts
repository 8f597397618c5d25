import { AsyncResource } from 'node:async_hooks';
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Status that log and metrics have for a request whose client left before the end of its answer. nginx has the same; nobody is sent it. */
export const CLIENT_LEFT = 499;

/** How a request ended. */
interface RequestEnd {
  readonly request: FastifyRequest;
  /** Of the answer, or `CLIENT_LEFT`. */
  readonly status: number;
  readonly milliseconds: number;
  /** Whether the connection was answered without the request, which was not read to its end; whoever did so has logged it. */
  readonly isBroken: boolean;
}

const broken = new WeakMap<Socket, number>();

/** Notes that a connection was answered though a request on it was not read to its end. */
export function noteBrokenRequest(socket: Socket, status: number): void {
  broken.set(socket, status);
}

const toBeCalled = new WeakMap<ServerResponse, (() => void)[]>();

/** Calls when nothing more can become of an answer. All who want to know share its listener: Node warns of more than ten. */
function whenClosed(answer: ServerResponse, call: () => void): void {
  const known = toBeCalled.get(answer);
  if (known !== undefined) {
    known.push(call);
    return;
  }
  const calls = [call];
  toBeCalled.set(answer, calls);
  answer.on('close', () => {
    for (const one of calls) one();
  });
}

/**
 * Tells of the end of each request of a server once, however it ended. Fastify's own `onResponse` says nothing of requests whose client
 * leaves early, and its `onRequestAbort` nothing of those whose body was read by then.
 */
export function whenRequestsEnd(server: FastifyInstance, tell: (end: RequestEnd) => void): void {
  const told = new WeakSet<FastifyRequest>();
  const tellOnce = (
    request: FastifyRequest,
    reply: FastifyReply,
    end: Pick<RequestEnd, 'status' | 'isBroken'>,
  ): void => {
    if (told.has(request)) return;
    told.add(request);
    tell({ request, milliseconds: reply.elapsedTime, ...end });
  };
  server.addHook('onRequest', (request, reply, done) => {
    const { socket } = request.raw;
    // What is told belongs to the request, its log line too; the event is the socket's. `AsyncResource.bind` would cost each request
    // as much as everything else here, for the few whose client leaves.
    const context = new AsyncResource('countersign request');
    whenClosed(reply.raw, () => {
      if (told.has(request)) return;
      const status = broken.get(socket);
      context.runInAsyncScope(tellOnce, undefined, request, reply, {
        status: status ?? CLIENT_LEFT,
        isBroken: status !== undefined,
      });
    });
    done();
  });
  // An answer that was sent whole says so before it is closed.
  server.addHook('onResponse', (request, reply, done) => {
    tellOnce(request, reply, { status: reply.statusCode, isBroken: false });
    done();
  });
}
