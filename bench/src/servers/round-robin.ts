import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type RequestOptions,
  type ServerResponse,
} from 'node:http';

/** The smallest load balancer: each request goes to the next instance that takes it. No sessions, no retries once sent. */
const targets = (process.env['TARGETS'] ?? '').split(',').map(Number);
let next = 0;

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function forward(request: IncomingMessage, body: Buffer, response: ServerResponse, from: number, left: number): void {
  const port = targets[from % targets.length];
  const { url: path, method, headers } = request;
  const onward = httpRequest({ host: '127.0.0.1', port, path, method, headers } as RequestOptions, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
    answer.once('error', () => response.destroy());
  });
  onward.on('error', (error: NodeJS.ErrnoException) => {
    // Nobody listens there: nothing was sent, so that another may have it.
    if (error.code === 'ECONNREFUSED' && left > 1) forward(request, body, response, from + 1, left - 1);
    else if (response.headersSent) response.destroy();
    else response.writeHead(502).end();
  });
  onward.end(body);
}

createServer((request, response) => {
  if (request.url === '/ready') {
    response.writeHead(200).end();
    return;
  }
  bodyOf(request).then(
    (body) => {
      forward(request, body, response, (next += 1), targets.length);
    },
    () => response.destroy(),
  );
}).listen(Number(process.env['PORT']), '127.0.0.1');
