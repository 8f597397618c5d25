import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { judgePushedAnswer } from '../../src/federation/authorization-request/pushed-authorization-answer.js';
import { requireAssurance } from '../../src/federation/policy/assurance.js';
import { readSubject } from '../../src/federation/policy/subject.js';
import { readResourceDocument } from '../../src/federation/resource/resource-answer.js';
import { judgeTokenAnswer } from '../../src/federation/token-request/token-answer.js';
import { leniencies } from '../../src/providers/configuration/leniency.schema.js';
import { cases, names, onlyTyped, text } from './support/hostile-input.js';
import { providerUnderTest } from './support/provider-under-test.js';

const configuration = providerUnderTest({
  kind: 'oidc',
  clientId: 'sign',
  clientAuthentication: { method: 'none' },
  issuer: 'https://idp.example',
  discovery: true,
  assurance: { requiredAcr: ['high'], requiredAmr: ['otp'], maxAuthenticationAgeSeconds: 600 },
  subject: { source: 'id_token', path: 'a.b[0]' },
}).configuration;

/** Bytes that are JSON, nearly JSON, or nothing of the kind. */
const body = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc.json().map((document) => Buffer.from(document)),
  fc.tuple(fc.json(), fc.nat(), text).map(([document, at, inserted]) => {
    const position = at % (document.length + 1);
    return Buffer.from(document.slice(0, position) + inserted + document.slice(position));
  }),
  fc.nat({ max: 5000 }).map((depth) => Buffer.from('['.repeat(depth))),
);

describe('whatever document comes is refused by name, or accepted', () => {
  it('token answers', async () => {
    const mediaType = fc.constantFrom(
      'application/json',
      'application/x-www-form-urlencoded',
      'text/plain',
      'text/html',
      null,
    );
    const members = fc
      .dictionary(
        names('access_token', 'token_type', 'id_token', 'error', 'error_description'),
        fc.oneof(text, fc.jsonValue()),
      )
      .map((document) => Buffer.from(JSON.stringify(document)));
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 200, max: 599 }),
        mediaType,
        fc.oneof(body, members),
        fc.boolean(),
        fc.boolean(),
        async (status, type, bytes, oidc, lenient) => {
          const answer = { status, mediaType: type, body: bytes };
          const outcome = await onlyTyped(() =>
            judgeTokenAnswer(answer, {
              kind: oidc ? 'oidc' : 'oauth2',
              dpop: false,
              leniency: lenient ? leniencies : [],
              secrets: ['the-state'],
            }),
          );
          if (status >= 300) expect(outcome).not.toBe('accepted');
          await onlyTyped(() => judgePushedAnswer(answer, []));
        },
      ),
      cases,
    );
  });

  it('resource bodies: only objects and arrays are accepted', async () => {
    await fc.assert(
      fc.asyncProperty(
        body,
        fc.constantFrom('application/json', 'text/html', 'application/hal+json', 'image/png', null),
        fc.subarray([...leniencies]),
        async (bytes, mediaType, leniency) => {
          let value: unknown;
          const outcome = await onlyTyped(() => {
            value = readResourceDocument({ status: 200, mediaType, body: bytes }, leniency).value;
          });
          if (outcome === 'accepted') expect(value !== null && typeof value === 'object').toBe(true);
        },
      ),
      cases,
    );
  });

  it('claims about subject and assurance', async () => {
    const claims = fc.dictionary(names('acr', 'amr', 'auth_time', 'a'), fc.oneof(fc.jsonValue(), fc.double()));
    await fc.assert(
      fc.asyncProperty(claims, async (received) => {
        await onlyTyped(() => {
          requireAssurance(received, configuration, new Date());
        });
        await onlyTyped(() => readSubject([{ source: 'id_token', claims: received }], configuration));
      }),
      cases,
    );
  });
});
