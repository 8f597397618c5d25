import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Readiness } from '../../src/operations/readiness.js';
import { startTestService, type TestService } from '../support/service.js';

let service: TestService;

beforeAll(async () => {
  service = await startTestService();
});
afterAll(() => service.close());

describe('the probes', () => {
  test('say that the service lives and is ready, without a key', async () => {
    expect(await service.caller(null).get('/health/live')).toMatchObject({ status: 200, body: { status: 'live' } });
    expect(await service.caller(null).get('/health/ready')).toMatchObject({
      status: 200,
      body: {
        status: 'ready',
        checks: [
          { name: 'database', ready: true },
          { name: 'deliveries', ready: true },
          { name: 'mail', ready: true },
          { name: 'draining', ready: true },
        ],
      },
    });
  });

  test('name what is not ready while draining, when the service still lives', async () => {
    service.app.get(Readiness, { strict: false }).startDraining();
    expect(await service.caller(null).get('/health/ready')).toMatchObject({
      status: 503,
      body: {
        status: 'not ready',
        checks: [
          { name: 'database', ready: true },
          { name: 'deliveries', ready: true },
          { name: 'mail', ready: true },
          { name: 'draining', ready: false },
        ],
      },
    });
    expect((await service.caller(null).get('/health/live')).status).toBe(200);
    await service.restart();
    expect((await service.caller(null).get('/health/ready')).status).toBe(200);
  });
});

describe('the metrics', () => {
  test('count requests by route pattern, so that no address becomes a label', async () => {
    await service.operator.delete('/v1/api-keys/0e4d3c1b-2a49-4c8e-9a55-1f0f6d1a7b11');
    await service.operator.get('/sign-in/a-secret-token');
    const metrics = await service.caller(null).get('/metrics');
    expect(metrics.headers.get('content-type')).toContain('text/plain; version=0.0.4');
    expect(metrics.body).toMatch(
      /countersign_http_request_duration_seconds_count\{method="DELETE",route="\/v1\/api-keys\/:id",status="404"\} 1/,
    );
    expect(metrics.body).not.toContain('a-secret-token');
    expect(metrics.body).not.toContain('0e4d3c1b');
  });
});

describe('the pages for people who use the API', () => {
  test.each([
    ['/docs', 'text/html'],
    ['/docs/swagger-ui-bundle.js', 'text/javascript'],
    ['/docs/swagger-ui.css', 'text/css'],
    ['/docs/start.js', 'text/javascript'],
    ['/errors', 'text/html'],
    ['/errors/token_request.invalid_client', 'text/html'],
  ])('serve %s from here', async (path, type) => {
    const answer = await service.caller(null).get(path);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain(type);
    expect(answer.body).not.toMatch(/(src|href)="https?:/);
  });

  test('run no script but their own', async () => {
    const policy = (await service.caller(null).get('/docs')).headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toMatch(/script-src 'self'(;|$)/);
  });

  test('have the page that the type of a problem opens', async () => {
    const problem = (await service.caller(null).get('/v1/tenants')).body as { type: string };
    expect(problem.type).toBe(`${service.url}/errors/access.key_missing`);
    const page = await service.caller(null).get(new URL(problem.type).pathname);
    expect(page.body).toContain('An API key or an access token is required');
  });

  test('answer 404 for a code that there is not', async () => {
    expect((await service.caller(null).get('/errors/no.such_code')).status).toBe(404);
  });
});
