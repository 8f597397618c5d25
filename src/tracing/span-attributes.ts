/**
 * Everything that a span may say, with its meaning; docs/operations.md has the same table. A closed list, because a trace goes to
 * systems with other readers than the trail: ids of ours, names of code, numbers. Never an address with its path or query, a header,
 * a body, the address of a client, an id that a customer or provider chose, or a text that somebody said.
 */
export const spanAttributes = {
  'countersign.attempt.id': 'the attempt that a request started, or that a callback belongs to',
  'countersign.correlation_id': 'correlation id of the request; at a delivery, of the request that the event tells of',
  'countersign.error.code': 'code of the problem, or of the page, that was answered',
  'countersign.event.id': 'the event that is delivered',
  'countersign.event.type': 'its type',
  'countersign.federation.resource': 'name of the resource that a step of a login fetches',
  'countersign.listener.id': 'whom it is delivered to',
  'countersign.owner.id': 'what a login is for: the signer authentication, the test login, …',
  'countersign.owner.kind': 'of which kind that is',
  'countersign.target.id': 'the provider, external authentication or host of a listener that is called',
  'countersign.target.kind': '`provider`, `external-authentication` or `listener`',
  'countersign.tenant.id': 'the tenant',
  'db.query.summary': 'what a statement does to which tables',
  'db.query.text': 'the statement with `$1` in place of every value, shortened',
  'db.system.name': '`postgresql`',
  'error.type': 'why it failed: an error code, the reason of a failed call, an SQLSTATE, a status',
  'http.request.method': 'method',
  'http.response.status_code': 'status',
  'http.route': 'route pattern, never the address',
  'server.address': 'host that is called',
  'server.port': 'its port',
  'url.scheme': '`http` or `https`',
} as const;

export type SpanAttributes = Readonly<Partial<Record<keyof typeof spanAttributes, string | number>>>;
