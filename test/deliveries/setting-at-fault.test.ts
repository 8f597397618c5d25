import { expect, it } from '@jest/globals';
import type { ListenerConfiguration } from '../../src/deliveries/listener.js';
import { settingAtFault } from '../../src/deliveries/sending/setting-at-fault.js';

const plain = { standardWebhooks: null, docusign: false, basic: null, headers: [] };
const signed = { ...plain, standardWebhooks: { asymmetric: false } };
const basic = { ...signed, basic: { username: 'cs' } };

it.each([
  ['401 to one that signs', 401, null, signed, '$.signatures'],
  ['403 to one that signs as DocuSign does', 403, null, { ...plain, docusign: true }, '$.signatures'],
  ['400 to one that signs, as examples of Standard Webhooks answer', 400, null, signed, '$.signatures'],
  ['400 to one that does not', 400, null, plain, null],
  ['401 to one with Basic', 401, null, basic, '$.basic'],
  ['401 that asks for Basic', 401, 'Basic realm="x"', signed, '$.basic'],
  ['401 that asks for a token, which an external authentication has', 401, 'Bearer', basic, '$.url'],
  ['401 to one with a header alone', 401, null, { ...plain, headers: ['X-Api-Key'] }, '$.headers'],
  ['401 to one with nothing', 401, null, plain, '$.signatures'],
  ['404', 404, null, basic, null],
  ['500', 500, null, basic, null],
])('an answer of %s is put down to its setting', (_what, status, challenge, configuration, expected) => {
  const headers = new Headers(challenge === null ? {} : { 'www-authenticate': challenge });
  expect(settingAtFault({ status, headers }, configuration as unknown as ListenerConfiguration)).toBe(expected);
});
