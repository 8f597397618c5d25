import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { detailLines } from '../../src/audit/trail/pdf/detail-lines.js';
import { fonts, lettered } from '../../src/audit/trail/pdf/lettering.js';
import type { SharedService } from '../support/jest/shared-service.js';
import { pdfPages, pdfText } from './support/pdf-text.js';
import { RecordedService } from './support/recorded-service.js';

describe('the trail as a document', () => {
  let recorded: RecordedService<SharedService>;
  beforeAll(async () => {
    recorded = await RecordedService.sharing();
    const dataKeyId = await recorded.makeDataKey();
    await recorded.record('env-1', [
      { type: 'signer_authentication.created', data: { providers: ['id-austria'] } },
      {
        type: 'attempt.mapping_judged',
        data: {
          verdicts: [
            {
              source: 'id_token',
              path: 'given_name',
              action: 'validate',
              target: 'recipient.firstName',
              result: 'matched',
            },
            {
              source: 'id_token',
              path: 'family_name',
              action: 'update',
              target: 'recipient.lastName',
              result: 'updated',
            },
          ],
        },
      },
      { type: 'signer_authentication.succeeded', dataKeyId, disclosures: { subject: 'john@example.com' } },
    ]);
    await recorded.record(
      'env-long',
      Array.from({ length: 300 }, (_, step) => ({ data: { step, text: 'x '.repeat(200) } })),
    );
  });
  afterAll(async () => {
    await recorded.close();
  });

  const download = async (envelopeId: string, query = '?format=pdf', headers: Record<string, string> = {}) => {
    const answer = await fetch(
      `${recorded.service.url}/v1/envelopes/${encodeURIComponent(envelopeId)}/audit-trail${query}`,
      {
        headers: { authorization: `Bearer ${recorded.operator.key ?? ''}`, ...headers },
      },
    );
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/pdf');
    const pdf = Buffer.from(await answer.arrayBuffer());
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pdf.subarray(-6).toString().trim()).toBe('%%EOF');
    return pdf;
  };

  test('has a title page, every event with its verdicts and leaf hash, and how to verify it', async () => {
    const text = pdfText(await download('env-1'));
    const trail = (await recorded.operator.get('/v1/envelopes/env-1/audit-trail')).body as {
      events: { leafHash: string }[];
      closing: { count: number };
    };
    expect(text).toContain('Audit trail');
    expect(text).toContain('env-1');
    expect(text).toContain('4, numbered without gaps');
    expect(text).toContain('matched: id_token given_name is compared with recipient.firstName');
    expect(text).toContain('updated: id_token family_name updates recipient.lastName');
    for (const { leafHash } of trail.events) expect(text).toContain(leafHash);
    expect(text).toContain('How to verify this trail');
    expect(text).toContain(`${recorded.service.url.replace('http://', '')}/v1/audit/tiles`);
  });

  test('is an export, which is its own last event', async () => {
    const text = pdfText(await download('env-1', '', { accept: 'application/pdf' }));
    expect(text).toContain('This trail was exported');
    expect(text).toContain('format: pdf');
  });

  test('shows personal data only when they are to be disclosed', async () => {
    expect(pdfText(await download('env-1'))).not.toContain('john@example.com');
    expect(pdfText(await download('env-1', '?format=pdf&disclose=true'))).toContain('subject: john@example.com');
  });

  test('goes on over many pages, each of which says where it belongs', async () => {
    const pdf = await download('env-long');
    const pages = pdfPages(pdf);
    expect(pages).toBeGreaterThan(30);
    const text = pdfText(pdf);
    for (let page = 1; page <= pages; page += 1)
      expect(text).toContain(`Audit trail of envelope env-long · page ${page}\n`);
    expect(text).toContain('step: 299');
  });
});

describe('letters of a document', () => {
  test.each([
    ['Größe – “ok” €', fonts.text, 'Größe – “ok” €'],
    ['Łukasz Żółć', fonts.other, 'Łukasz Żółć'],
    ['Ελένη Иванов', fonts.other, 'Ελένη Иванов'],
    ['漢字', fonts.text, '{U+6F22}{U+5B57}'],
    ['ok\u202egnp', fonts.text, 'ok{U+202E}gnp'],
    ['smile 😀', fonts.text, 'smile {U+1F600}'],
    ['nul\u0000', fonts.text, 'nul{U+0000}'],
  ])('%s are written, or written as code points', (text, font, shown) => {
    expect(lettered(text)).toEqual({ text: shown, font });
  });
});

describe('details of an event', () => {
  test('have one line per member, one per object of a list, and none for what is empty', () => {
    expect(
      detailLines({
        provider: 'a',
        nothing: null,
        none: [],
        list: ['x', 'y'],
        warnings: [
          { path: 'p', code: null },
          { path: 'q', nested: { deep: 1 } },
        ],
        verdicts: [
          {
            source: 'id_token',
            path: 'p',
            action: 'validate',
            target: 't',
            result: 'mismatched',
            reason: 'different',
            compare: 'name',
          },
          {
            source: 'id_token',
            path: 'a + b',
            paths: ['a', 'b'],
            action: 'update',
            target: 't',
            result: 'updated',
            read: ['absent', 'string'],
            prepared: [{ stripPrefix: 'TINIT-' }, { toText: true }, { defaultCountry: null }],
          },
        ],
      }),
    ).toEqual([
      'provider: a',
      'list: x | y',
      'warnings: path p',
      'warnings: path q, nested {"deep":1}',
      'mismatched (different): id_token p is compared with t; compare name',
      'updated: id_token a + b updates t; read absent | string; prepared stripPrefix TINIT-, then toText, then defaultCountry nothing',
    ]);
  });
});
