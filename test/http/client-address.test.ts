import type { IncomingMessage } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import { clientAddresses } from '../../src/http/client-address.js';

const addressOf = clientAddresses(['10.0.0.1', '10.1.0.0/16', 'fd00::/8']);
const request = (remoteAddress: string, forwarded?: string) =>
  ({ socket: { remoteAddress }, headers: { 'x-forwarded-for': forwarded } }) as unknown as IncomingMessage;

describe('the client of a request', () => {
  test.each([
    ['203.0.113.8'],
    ['203.0.113.8:50001'],
    ['[::ffff:203.0.113.8]:443'],
    ['::ffff:203.0.113.8'],
    ['::ffff:cb00:7108'],
    ['"203.0.113.8"'],
    ['  203.0.113.8 '],
    ['198.51.100.1, 203.0.113.8:1'],
    ['203.0.113.8, 10.1.2.3:8080'],
    ['203.0.113.8:7, [fd00::7]:99,10.1.2.3'],
  ])('is 203.0.113.8 where a trusted proxy says %j', (forwarded) => {
    expect(addressOf(request('10.0.0.1', forwarded))).toBe('203.0.113.8');
    expect(addressOf(request('::ffff:10.0.0.1', forwarded))).toBe('203.0.113.8');
  });

  test.each([['2001:db8::1'], ['[2001:db8::1]'], ['[2001:DB8:0:0::1]:443'], ['2001:db8::1%eth0']])(
    'is 2001:db8::1 where a trusted proxy says %j',
    (forwarded) => {
      expect(addressOf(request('10.0.0.1', forwarded))).toBe('2001:db8::1');
    },
  );

  test.each([
    ['unknown'],
    ['_hidden'],
    ['a.name.example:443'],
    ['203.0.113.8, evil'],
    ['203.0.113'],
    ['203.0.113.256'],
    ['0xcb.0.113.8'],
    ['[203.0.113.8'],
    [''],
    [undefined],
  ])('is the proxy itself where it says %j, which is no address', (forwarded) => {
    expect(addressOf(request('10.0.0.1', forwarded))).toBe('10.0.0.1');
  });

  test('is the last proxy that can be trusted where only one before it names no address', () => {
    expect(addressOf(request('10.0.0.1', 'unknown, 10.1.2.3'))).toBe('10.1.2.3');
  });

  test('is whoever holds the connection where that is no trusted proxy', () => {
    expect(addressOf(request('198.51.100.7', '203.0.113.8'))).toBe('198.51.100.7');
    expect(clientAddresses([])(request('::ffff:198.51.100.7', '203.0.113.8'))).toBe('198.51.100.7');
  });
});
