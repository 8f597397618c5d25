import type { OpenAPIObject } from '@nestjs/swagger';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import Negotiator from 'negotiator';
import { csvText } from '../http/csv/csv-text.js';
import { listColumns } from '../http/csv/list-columns.js';

const offered = ['application/json', 'text/csv'];

interface ListPage {
  readonly items: readonly unknown[];
  readonly next?: string | null;
}

function isPage(payload: unknown): payload is ListPage {
  return typeof payload === 'object' && payload !== null && 'items' in payload && Array.isArray(payload.items);
}

/** Parameters of the table that is answered with (RFC 4180 §3); whoever names them asks for nothing else. */
const ofTable = /;[ \t]*(?:charset|header)[ \t]*=[ \t]*(?:"[^"]*"|[^;,"]*)/g;

/** Only who names it gets it: a browser that takes anything wishes for no table. */
function wantsCsv(request: FastifyRequest): boolean {
  const accept = request.headers.accept?.toLowerCase();
  if (accept?.includes('text/csv') !== true) return false;
  return new Negotiator({ headers: { accept: accept.replaceAll(ofTable, '') } }).mediaType(offered) === 'text/csv';
}

/**
 * The address of the next page: this one with another cursor. A reference of a query alone (RFC 3986 §5.2.2), for the path that the
 * caller sees has in front what a proxy took off.
 */
function nextPage(request: FastifyRequest, next: string): string {
  const [, query = ''] = request.url.split('?', 2);
  const parameters = new URLSearchParams(query);
  parameters.set('cursor', next);
  return `<?${parameters.toString()}>; rel="next"`;
}

/**
 * Answers a list as a table (RFC 4180) to whoever asks with `Accept: text/csv`. Columns are those of the API's description, so that
 * pages fit together; the next page is named in `Link` (RFC 8288).
 *
 * @param description asked for when the first table is
 */
export function answerListsAsCsv(server: FastifyInstance, description: () => Promise<OpenAPIObject>): void {
  const asTable = async (request: FastifyRequest, reply: FastifyReply, page: ListPage): Promise<void> => {
    const columns = listColumns(await description(), request.routeOptions.url ?? '');
    if (columns === null) return;
    void reply.header('content-type', 'text/csv; charset=utf-8; header=present').header('vary', 'Accept');
    if (typeof page.next === 'string') void reply.header('link', nextPage(request, page.next));
    void reply.serializer(() => csvText(columns, page.items));
  };
  server.addHook('preSerialization', (request, reply, payload, done) => {
    if (request.method !== 'GET' || reply.statusCode !== 200 || !isPage(payload) || !wantsCsv(request)) {
      done(null, payload);
      return;
    }
    asTable(request, reply, payload).then(() => {
      done(null, payload);
    }, done);
  });
}
