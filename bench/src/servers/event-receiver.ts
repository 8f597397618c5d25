import { createServer } from 'node:http';

/**
 * Takes whatever is posted at once, and says how much came and how old it was: `GET /count`, `GET /ages` (milliseconds from the
 * `timestamp` of each body to its arrival; forgotten once told).
 */
let count = 0;
let ages: number[] = [];

createServer((request, response) => {
  if (request.method === 'POST') {
    let text = '';
    request.setEncoding('utf8');
    request.on('data', (part: string) => {
      text += part;
    });
    request.on('end', () => {
      const { timestamp } = JSON.parse(text) as { timestamp: string };
      count += 1;
      ages.push(Date.now() - Date.parse(timestamp));
      response.writeHead(204).end();
    });
    return;
  }
  const answer = request.url === '/ages' ? ages : { count };
  if (request.url === '/ages') ages = [];
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
}).listen(Number(process.env['PORT']), '127.0.0.1');
