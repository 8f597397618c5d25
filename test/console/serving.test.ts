import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { bundleConsole } from '../../scripts/build-console.mjs';
import { serviceVersion } from '../../src/version.js';
import { startTestService, type TestService } from '../support/service.js';

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

let service: TestService;

beforeAll(async () => {
  await bundleConsole();
  service = await startTestService();
});
afterAll(() => service.close());

const get = (path: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
  fetch(`${service.url}${path}`, { headers });

describe('the address of the service itself', () => {
  test('tells a program where everything is, as JSON', async () => {
    for (const accept of ['*/*', 'application/json']) {
      const answer = await get('/', { accept });
      expect(await answer.json()).toEqual({
        name: 'countersign',
        version: serviceVersion,
        console: `${service.url}/console`,
        api: `${service.url}/v1`,
        openapi: `${service.url}/openapi.json`,
        documentation: `${service.url}/docs`,
        errors: `${service.url}/errors`,
      });
      expect(answer.headers.get('vary')).toBe('accept, accept-language');
      expect(answer.headers.get('cache-control')).toBe('no-store');
    }
  });

  test('tells a person the same as a page, in their language', async () => {
    const answer = await get('/', { accept: BROWSER, 'accept-language': 'de-AT,de;q=0.9' });
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(answer.headers.get('vary')).toBe('accept, accept-language');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const html = await answer.text();
    expect(html).toContain('<html lang="de"');
    for (const path of ['/console', '/docs', '/errors']) expect(html).toContain(`href="${path}"`);
  });
});

/** Bytes of the files that a first visit loads: what the document names, and what those import at once. */
function firstLoad(html: string): number {
  const folder = 'dist/console/assets';
  const seen = new Set<string>();
  const add = (name: string): void => {
    if (seen.has(name) || !existsSync(`${folder}/${name}`)) return;
    seen.add(name);
    if (!name.endsWith('.js')) return;
    const code = readFileSync(`${folder}/${name}`, 'utf8');
    for (const [, imported] of code.matchAll(/(?:from|import)\s*["']\.\/([^"']+)["']/g)) add(imported ?? '');
  };
  for (const [, name] of html.matchAll(/assets\/([^"]+)"/g)) add(name ?? '');
  // The screen that opens first, with its styles and its labels, in one of the languages that take most room.
  for (const name of readdirSync(folder))
    if (/^overview-.*\.(?:js|css)$/.test(name) || /^labels-pl-(?:frame|navigation|overview)-.*\.js$/.test(name))
      add(name);
  const size = (name: string): number => {
    const packed = `${folder}/${name}.gz`;
    return statSync(existsSync(packed) ? packed : `${folder}/${name}`).size;
  };
  return [...seen].filter((name) => !name.endsWith('.woff2')).reduce((sum, name) => sum + size(name), 0);
}

const KIBIBYTE = 1024;

describe('what the console weighs, compressed', () => {
  test('is at most 340 KiB on a first visit', async () => {
    const html = await (await get('/console', { accept: BROWSER })).text();
    const weight = firstLoad(html);
    expect(weight).toBeGreaterThan(100 * KIBIBYTE);
    expect(weight).toBeLessThanOrEqual(340 * KIBIBYTE);
  });

  test('is at most 140 KiB for the editor, which is loaded when somebody opens it', async () => {
    const html = await (await get('/console', { accept: BROWSER })).text();
    const [editor] = readdirSync('dist/console/assets').filter((name) => /^editor-.*\.js\.gz$/.test(name));
    expect(statSync(`dist/console/assets/${editor ?? ''}`).size).toBeLessThanOrEqual(140 * KIBIBYTE);
    expect(html).not.toContain('/editor-');
  });
});

describe('the console', () => {
  test.each(['/console', '/console/providers/acme-login', '/console/trail/envelope.2026'])(
    'is one document at %s, stored nowhere, that runs nothing but files of this service',
    async (path) => {
      const answer = await get(path, { accept: BROWSER });
      expect(answer.status).toBe(200);
      expect(answer.headers.get('cache-control')).toBe('no-store');
      const policy = answer.headers.get('content-security-policy') ?? '';
      for (const rule of [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
      ])
        expect(policy.split('; ')).toContain(rule);
      expect(policy).not.toContain('unsafe');
      const html = await answer.text();
      expect(html).not.toMatch(/__PUBLIC_PATH__|<style|<script(?![^>]* src=)|https?:\/\//);
    },
  );

  test('is where logins come back to, whatever is accepted there', async () => {
    expect(await (await get('/console/', { accept: '*/*' })).text()).toContain('<html');
  });

  test('names its files by their content, so that browsers keep them for ever, and sends them compressed', async () => {
    const html = await (await get('/console', { accept: BROWSER })).text();
    const files = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, file]) => file ?? '');
    expect(files.length).toBeGreaterThan(2);
    for (const file of files) {
      expect(file).toMatch(/^\/console\/assets\/[\w.-]+-[\w-]{8}\.\w+$/);
      const answer = await get(file, { 'accept-encoding': 'gzip' });
      expect(answer.status).toBe(200);
      expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      expect(answer.headers.get('content-encoding')).toBe('gzip');
      expect(answer.headers.get('vary')).toBe('accept-encoding');
    }
    const plain = await get(files.find((file) => file.endsWith('.js')) ?? '', { 'accept-encoding': 'identity' });
    expect(plain.headers.get('content-encoding')).toBeNull();
    expect(plain.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  });

  test.each(['/console/assets/none-12345678.js', '/console/assets/..%2fbuild.json', '/console/build.json'])(
    'has no file at %s',
    async (path) => {
      expect((await get(path)).status).toBe(404);
    },
  );

  test('finds its files below the path of PUBLIC_URL', async () => {
    await service.restart({ PUBLIC_URL: 'https://sign.example/esign' });
    const html = await (await fetch(`${service.operator.url}/console`, { headers: { accept: BROWSER } })).text();
    expect(html).toContain('content="/esign"');
    expect(html).toContain('src="/esign/console/assets/');
    expect(html).not.toContain('"/console/');
  });
});
