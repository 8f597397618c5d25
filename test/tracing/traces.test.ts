import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spanAttributes } from '../../src/tracing/span-attributes.js';
import { LoginWorld } from '../signer-authentications/world.js';
import { EventReceiver } from '../support/event-receiver.js';
import { SignerBrowser } from '../support/signer-browser.js';
import { type CollectedSpan, TraceCollector } from '../support/trace-collector.js';

const CALLER = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' };
const TRACEPARENT = `00-${CALLER.traceId}-${CALLER.spanId}-01`;
const STRANGER = `00-${'f'.repeat(32)}-${'e'.repeat(16)}-01`;

let collector: TraceCollector;
let receiver: EventReceiver;
let world: LoginWorld;
let created: { readonly id: string; readonly signInUrl: string };
let correlationId: string;
const secrets: string[] = [];

/** One login with all that belongs to it, a refused one, a call that failed; then what was collected. */
beforeAll(async () => {
  collector = await TraceCollector.start();
  receiver = await EventReceiver.start();
  world = await LoginWorld.start({
    OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.url}/`,
    OTEL_EXPORTER_OTLP_HEADERS: 'x-collector-key=k%3D1',
    OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test',
  });
  const { tenant, service } = world;
  await tenant.post('/v1/listeners', { name: 'crm', url: receiver.url });
  const answer = await tenant.post('/v1/signer-authentications', world.requestBody(), { traceparent: TRACEPARENT });
  created = answer.body as typeof created;
  correlationId = answer.headers.get('x-request-id') ?? '';
  const browser = new SignerBrowser();
  await world.logIn(browser, created.signInUrl, 'openid', 'mallory');
  await world.logIn(new SignerBrowser(), created.signInUrl, 'oauth', 'john');
  await receiver.until(1, ({ body }) => body.type === 'signer_authentication.succeeded');
  await fetch(`${service.operator.url}/signed-out`, { headers: { traceparent: STRANGER } });
  await tenant.get('/v1/providers/no-such-provider');
  await tenant.get('/v1/envelopes/env-1/audit-trail');
  secrets.push(
    tenant.key ?? '',
    service.operator.key ?? '',
    ...['secret-of-the-client', 'mallory', 'john@example.com', 'John', '436641234567', 'Loan contract', 'env-1'],
    new URL(created.signInUrl).pathname.split('/').at(-1) ?? '',
    ...world.openId.calls.all().flatMap(({ query, form }) => [...sent(query), ...sent(form)]),
    ...world.oauth.calls.all().flatMap(({ query, form }) => [...sent(query), ...sent(form)]),
  );
  await world.close();
  await receiver.close();
});
afterAll(() => collector.close());

const CONFIDENTIAL = ['code', 'state', 'nonce', 'code_verifier', 'client_secret', 'access_token'];
const sent = (parameters: URLSearchParams): string[] =>
  CONFIDENTIAL.flatMap((name) => parameters.getAll(name)).filter((value) => value.length > 8);

function one(name: string, fits: (span: CollectedSpan) => boolean = () => true): CollectedSpan {
  const [span] = collector.spans.filter((candidate) => candidate.name === name && fits(candidate));
  if (span === undefined)
    throw new Error(
      `No span ${name} among ${[...new Set(collector.spans.map((candidate) => candidate.name))].join('\n')}`,
    );
  return span;
}

const succeeded = ({ attributes }: CollectedSpan): boolean => attributes['countersign.error.code'] === undefined;

const callback = (): CollectedSpan =>
  one('GET /callback/:tenant/:provider', (span) => collector.childrenOf(span).some(({ name }) => name === 'resource'));

describe('the traces of a login', () => {
  test('lead from the callback over its steps to each call at the provider, and to statements', () => {
    const root = callback();
    expect(root).toMatchObject({ kind: 'server', parentId: null, failed: false });
    const children = collector.childrenOf(root);
    const steps = children
      .filter(({ kind }) => kind === 'internal')
      .map(({ name, attributes }) =>
        [name, attributes['countersign.federation.resource']].filter((part) => part !== undefined).join(' '),
      );
    // The first call is made with the token in the query, which this provider refuses.
    expect(steps).toEqual([
      'authorization_response',
      'token_request',
      'resource person',
      'resource person',
      'resource license',
      'policy',
    ]);
    const ofSteps = children.flatMap((step) => collector.childrenOf(step));
    const calls = ofSteps.filter(({ attributes }) => 'countersign.target.kind' in attributes);
    expect(calls.map(({ name, failed }) => [name, failed])).toEqual([
      ['POST', false],
      ['GET', true],
      ['GET', false],
      ['GET', false],
    ]);
    expect(calls[0]?.attributes).toMatchObject({
      'countersign.target.kind': 'provider',
      'http.response.status_code': 200,
      'server.address': '127.0.0.1',
      'url.scheme': 'http',
    });
    const statements = children.filter(({ attributes }) => attributes['db.system.name'] === 'postgresql');
    const [consumed = ''] = statements.map(({ name }) => name).filter((name) => name.includes('UPDATE'));
    expect(consumed.split(/ (?=[A-Z]{6} )/)).toEqual(
      expect.arrayContaining(['UPDATE attempt', 'UPDATE audit_stream', 'INSERT audit_event']),
    );
    for (const { traceId } of [...children, ...calls]) expect(traceId).toBe(root.traceId);
  });

  test('are found together by what the login is for', () => {
    const ofLogin = collector.spans.filter(({ attributes }) => attributes['countersign.owner.id'] === created.id);
    expect([...new Set(ofLogin.map(({ name }) => name))].toSorted()).toEqual([
      'GET /callback/:tenant/:provider',
      'POST /sign-in/:token',
      'POST /v1/signer-authentications',
    ]);
    expect(new Set(ofLogin.map(({ attributes }) => attributes['countersign.owner.kind']))).toEqual(
      new Set(['signer_authentication']),
    );
  });

  test('name the code that was answered', () => {
    expect(one('GET /v1/providers/:name').attributes).toMatchObject({
      'http.response.status_code': 404,
      'countersign.error.code': 'request.not_found',
    });
  });
});

describe('a trace', () => {
  test('goes on with the one that a caller of the API has begun', () => {
    const span = one('POST /v1/signer-authentications', succeeded);
    expect(span).toMatchObject({ traceId: CALLER.traceId, parentId: CALLER.spanId });
    expect(span.attributes['countersign.correlation_id']).toBe(correlationId);
  });

  test('begins at a page, whoever has sent the browser there, with the digits of the correlation id', () => {
    const span = one('GET /signed-out');
    expect(span.parentId).toBeNull();
    expect(span.traceId).toBe(String(span.attributes['countersign.correlation_id']).replaceAll('-', ''));
  });

  test('is told to listeners, which go on with it, and not to providers', () => {
    const delivery = one('deliver signer_authentication.created');
    expect(delivery).toMatchObject({ kind: 'producer', parentId: null });
    expect(delivery.attributes['countersign.correlation_id']).toBe(correlationId);
    const post = collector.childrenOf(delivery).find(({ name }) => name === 'POST');
    const [event] = receiver.events.filter(({ body }) => body.type === 'signer_authentication.created');
    expect(event?.request.headers['traceparent']).toBe(`00-${delivery.traceId}-${post?.spanId}-01`);
    const atProviders = [...world.openId.calls.all(), ...world.oauth.calls.all()];
    expect(atProviders.length).toBeGreaterThan(4);
    for (const { headers } of atProviders) expect(headers).not.toHaveProperty('traceparent');
  });

  test('stands in the log lines of its work', () => {
    const span = callback();
    const lines = world.service.log.lines.filter((line) => line['trace_id'] === span.traceId);
    expect(lines.map(({ msg }) => msg)).toContain('request');
    for (const line of lines) expect(line['correlationId']).toBe(span.attributes['countersign.correlation_id']);
  });

  test('says who the service is, and comes with the headers of the collector', () => {
    expect(callback().resource).toMatchObject({ 'service.name': 'countersign', 'deployment.environment.name': 'test' });
    expect(collector.requests[0]).toMatchObject({ path: '/v1/traces', headers: { 'x-collector-key': 'k=1' } });
  });
});

describe('no span', () => {
  test('holds a secret, a code, a token, a name or what else is about a person', () => {
    expect(secrets.length).toBeGreaterThan(15);
    for (const secret of secrets) expect(secret.length).toBeGreaterThan(3);
    const found = secrets.filter((secret) => collector.text.includes(secret));
    expect(found).toEqual([]);
  });

  test('has an attribute that is not described, or a message', () => {
    const names = new Set(collector.spans.flatMap(({ attributes }) => Object.keys(attributes)));
    expect([...names].filter((name) => !(name in spanAttributes))).toEqual([]);
    expect(names.size).toBeGreaterThan(15);
  });

  test('is made of probes', () => {
    expect(collector.spans.filter(({ name }) => /health|metrics/.test(name))).toEqual([]);
  });
});
