import { afterEach, describe, expect, it } from '@jest/globals';
import { gzipBomb, slowDrip } from '../support/http/answers.js';
import { ScriptableWalk } from './scriptable-walk.js';

describe('the scriptable provider, on the wire', () => {
  const walk = new ScriptableWalk();

  afterEach(() => walk.close());

  it('breaks the connection after the code is spent', async () => {
    await walk.start();
    walk.provider.behave({ token: [(happy) => ({ ...happy, reset: 'before-headers' }), 'happy'] });
    const code = await walk.code();
    await expect(walk.exchange(code)).rejects.toThrow('fetch failed');
    expect(await (await walk.exchange(code)).json()).toMatchObject({ error: 'invalid_grant' });
  });

  it('breaks off in the middle of a body', async () => {
    await walk.start();
    walk.provider.behave({ jwks: (happy) => ({ ...happy, reset: 'mid-body' }) });
    const answer = await fetch(walk.provider.jwksUri);
    await expect(answer.text()).rejects.toThrow();
  });

  it('sends little that grows large, and compresses whether wanted or not', async () => {
    await walk.start();
    walk.provider.behave({ token: gzipBomb(20) });
    const answer = await walk.exchange('any');
    expect(answer.headers.get('content-encoding')).toBe('gzip');
    expect(Number(answer.headers.get('content-length'))).toBeLessThan(30_000);
    expect((await answer.text()).length).toBeGreaterThan(20_000_000);
  });

  it('drips and hangs', async () => {
    await walk.start();
    walk.provider.behave({ token: [slowDrip(20), { hang: true }] });
    const dripping = await walk.exchange('any');
    const chunks = dripping.body as ReadableStream<Uint8Array>;
    const first = await chunks.getReader().read();
    expect(first.value).toHaveLength(1);
    await expect(fetch(walk.provider.tokenUri, { method: 'POST', signal: AbortSignal.timeout(100) })).rejects.toThrow();
  });

  it('says what is wrong with a script that throws', async () => {
    await walk.start();
    walk.provider.behave({
      token: () => {
        throw new Error('a mistake in the test');
      },
    });
    const answer = await walk.exchange('any');
    expect(answer.headers.get('x-test-provider-failed')).toBe('yes');
    expect(await answer.text()).toContain('a mistake in the test');
  });
});
