import { deflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LoginWorld, type SharedLoginWorld } from '../signer-authentications/world.js';
import { accessibilityViolations, chromiumIsInstalled, openContext } from '../support/chromium.js';
import { sharedChromium } from '../support/jest/shared-browser.js';
import { SignerBrowser } from '../support/signer-browser.js';

/** CRC-32 as PNG wants it. */
function crc(bytes: Buffer): Buffer {
  let value = 0xffffffff;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  }
  const written = Buffer.alloc(4);
  written.writeUInt32BE(~value >>> 0);
  return written;
}

function chunk(type: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  return Buffer.concat([length, named, crc(named)]);
}

/** A green picture of 96 by 24. */
function png(): Buffer {
  const header = Buffer.from([0, 0, 0, 96, 0, 0, 0, 24, 8, 2, 0, 0, 0]);
  const row = Buffer.concat([Buffer.of(0), Buffer.alloc(96 * 3, Buffer.of(20, 102, 60))]);
  const rows = deflateSync(Buffer.concat(Array.from({ length: 24 }, () => row)));
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))]);
}

const body = {
  colours: { accent: '#7A1F5C', accentDark: '#f2a8d6' },
  support: { email: 'help@xn--e1afmkfd.xn--p1ai', url: 'https://help.acme.example/signing' },
  notice: { en: 'Have your <b>ID</b> card at hand.', de: 'Halten Sie Ihren Ausweis bereit.' },
  logo: { mediaType: 'image/png', data: png().toString('base64') },
};

describe('the branding of a tenant', () => {
  let world: SharedLoginWorld;
  let signInUrl: string;

  const put = (changes: Readonly<Record<string, unknown>>, ifMatch = '"0"') =>
    world.tenant.put('/v1/branding', { ...body, ...changes }, { 'if-match': ifMatch });

  beforeAll(async () => {
    world = await LoginWorld.sharing();
    ({ signInUrl } = await world.create());
  });

  afterAll(async () => {
    await world.close();
  });

  it('is ours until it is saved', async () => {
    const { headers, body: shown } = await world.tenant.get('/v1/branding');
    expect(headers.get('etag')).toBe('"0"');
    expect(shown).toMatchObject({
      revision: 0,
      colours: { accent: null, accentDark: null },
      logo: null,
      updatedAt: null,
    });
    expect((await new SignerBrowser().open(signInUrl)).document.querySelector('.brand')?.textContent).toBe(
      'Countersign',
    );
  });

  it.each([
    ['a colour that cannot be read on the page', { colours: { accent: '#ffdd00' } }, '$.colours.accent'],
    ['a dark colour in the dark theme', { colours: { accentDark: '#0d4a7c' } }, '$.colours.accentDark'],
    ['a colour by name', { colours: { accent: 'red' } }, '$.colours.accent'],
    ['a link that is no https', { support: { url: 'http://help.example' } }, '$.support.url'],
    ['an address that is none', { support: { email: 'help' } }, '$.support.email'],
    ['a language that no page speaks', { notice: { tlh: 'Qapla' } }, '$.notice.tlh'],
    ['a notice of several lines', { notice: { en: 'a\nb' } }, '$.notice.en'],
    ['a picture that is none', { logo: { mediaType: 'image/png', data: 'PHN2Zy8+' } }, '$.logo.data'],
    ['a picture of another type', { logo: { mediaType: 'image/webp', data: body.logo.data } }, '$.logo.data'],
    ['a type that can hold scripts', { logo: { mediaType: 'image/svg+xml', data: 'PHN2Zy8+' } }, '$.logo.mediaType'],
    [
      'a picture that is too large',
      { logo: { mediaType: 'image/png', data: Buffer.concat([png(), Buffer.alloc(204_800)]).toString('base64') } },
      '$.logo.data',
    ],
    ['a member that there is not', { font: 'Comic' }, '$.font'],
  ])('refuses %s and names it', async (_what, changes, path) => {
    const { status, body: problem } = await put(changes);
    expect(status).toBe(400);
    expect((problem as { errors: { path: string }[] }).errors.map((fault) => fault.path)).toEqual([path]);
  });

  it('needs to know what it replaces', async () => {
    expect((await world.tenant.put('/v1/branding', body)).status).toBe(428);
    expect((await put({}, '"7"')).status).toBe(412);
  });

  it('shows on the pages of that tenant, with its picture, in the language of the page, as text', async () => {
    const saved = await put({});
    expect(saved).toMatchObject({ status: 200, body: { revision: 1, colours: { accent: '#7a1f5c' } } });
    const { url } = (saved.body as { logo: { url: string } }).logo;
    const picture = await fetch(url);
    expect(picture.headers.get('content-type')).toBe('image/png');
    expect(picture.headers.get('cache-control')).toContain('immutable');
    expect(Buffer.from(await picture.arrayBuffer()).equals(png())).toBe(true);
    world.service.clock.advance(6_000);
    const page = await until(async () => {
      const opened = await new SignerBrowser().open(signInUrl);
      return opened.document.querySelector('img.logo') === null ? null : opened;
    });
    const { document } = page;
    expect(document.querySelector('.brand')?.textContent).toBe(world.tenantName);
    expect(document.querySelector('main')?.textContent).toContain('Have your <b>ID</b> card at hand.');
    expect(document.querySelector('footer a[href="mailto:help@xn--e1afmkfd.xn--p1ai"]')).not.toBeNull();
    expect(page.headers['content-security-policy']).toMatch(
      /style-src 'sha256-[^ ]+' 'sha256-[^ ]+'; img-src 'self' data:/,
    );
    const german = await new SignerBrowser({ language: 'de' }).open(signInUrl);
    expect(german.document.querySelector('main')?.textContent).toContain('Halten Sie Ihren Ausweis bereit.');
    world.service.clock.advance(-6_000);
    const ended = await world.tenant.get('/v1/audit-events?type=branding.revised');
    expect(ended.body).toMatchObject({ items: [{ data: { revision: 1 } }] });
  });

  it('keeps its picture when an answer is sent back with a change, and loses it when told so', async () => {
    const answer = (await world.tenant.get('/v1/branding')).body as Record<string, unknown>;
    const { revision: _revision, updatedAt: _updatedAt, ...shown } = answer;
    const kept = await world.tenant.put('/v1/branding', { ...shown, notice: {} }, { 'if-match': '"1"' });
    expect(kept).toMatchObject({ status: 200, body: { revision: 2, logo: answer['logo'], notice: {} } });
    const whole = await world.tenant.put('/v1/branding', kept.body, { 'if-match': '"2"' });
    expect(whole).toMatchObject({ status: 200, body: { revision: 3 } });
    const without = await world.tenant.put('/v1/branding', { ...shown, logo: null }, { 'if-match': '"3"' });
    expect(without).toMatchObject({ status: 200, body: { logo: null } });
    expect((await fetch((answer['logo'] as { url: string }).url)).status).toBe(404);
    await put({}, '"4"');
  });

  it('needs the right to change settings', async () => {
    const key = await world.tenant.post('/v1/api-keys', { name: 'reader', scopes: ['settings:read'] });
    const as = { authorization: `Bearer ${(key.body as { key: string }).key}`, 'if-match': '"5"' };
    expect((await world.tenant.put('/v1/branding', body, as)).status).toBe(403);
    expect((await world.tenant.get('/v1/branding', as)).status).toBe(200);
  });

  (chromiumIsInstalled() ? it : it.skip)('can be read by everybody, in light and in dark', async () => {
    const browser = await sharedChromium();
    try {
      for (const colorScheme of ['light', 'dark'] as const) {
        const context = await openContext(browser, { viewport: { width: 360, height: 800 }, colorScheme });
        const page = await context.newPage();
        const complaints: string[] = [];
        page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
        await page.goto(signInUrl);
        expect(await page.locator('img.logo').evaluate((image: { naturalWidth: number }) => image.naturalWidth)).toBe(
          96,
        );
        expect(await accessibilityViolations(page)).toEqual([]);
        expect(complaints).toEqual([]);
        if (process.env['SCREENSHOTS'] !== undefined)
          await page.screenshot({ path: `${process.env['SCREENSHOTS']}/branding-${colorScheme}.png`, fullPage: true });
      }
    } finally {
      await browser.close();
    }
  });
});

/** Pages may look as they did for five seconds. */
async function until<T>(find: () => Promise<T | null>): Promise<T> {
  for (;;) {
    const found = await find();
    if (found !== null) return found;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
