import { createServer } from 'node:http';
import type { ApiClient } from '../test/support/service/api-client.js';
import { printOutcome, type Redeemed } from './report.js';

export interface DemoWorkflow {
  readonly returnUrl: string;
  /** Resolves with each outcome that a browser brought back. */
  next(): Promise<Redeemed>;
  close(): void;
}

/** The envelope workflow's side: where the browser comes back to, and where its handback is redeemed for the outcome. */
export async function startDemoWorkflow(api: ApiClient): Promise<DemoWorkflow> {
  const waiting: ((outcome: Redeemed) => void)[] = [];
  const arrived: Redeemed[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const id = url.searchParams.get('signer_authentication') ?? '';
    void api
      .post(`/v1/signer-authentications/${id}/handback`, { code: url.searchParams.get('handback') })
      .then(({ status, body }) => {
        response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' });
        if (status !== 200) {
          response.end('This browser is not admitted: its handback could not be redeemed.');
          return;
        }
        const outcome = body as Redeemed;
        response.end(`The workflow has redeemed the handback.\n\n${JSON.stringify(outcome, null, 2)}\n`);
        printOutcome(outcome);
        const resolve = waiting.shift();
        if (resolve === undefined) arrived.push(outcome);
        else resolve(outcome);
      });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The workflow has no port');
  return {
    returnUrl: `http://localhost:${address.port}/after`,
    next() {
      const outcome = arrived.shift();
      return outcome === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(outcome);
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
