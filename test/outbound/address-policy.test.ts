import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AddressPolicy } from '../../src/outbound/address-policy.js';
import { OutboundFailure } from '../../src/outbound/outbound-failure.js';
import { readRequestedUrl } from '../../src/outbound/requested-url.js';
import { inRange } from '../support/range.js';

const nothingAllowed = new AddressPolicy([]);

describe('an address policy that allows nothing by name', () => {
  it.each([
    ['8.8.8.8', 'a public address'],
    ['1.1.1.1', 'a public address'],
    ['100.63.255.255', 'the last before carrier-grade NAT'],
    ['100.128.0.0', 'the first after carrier-grade NAT'],
    ['172.15.255.255', 'the last before 172.16.0.0/12'],
    ['172.32.0.0', 'the first after 172.16.0.0/12'],
    ['169.253.255.255', 'the last before link-local'],
    ['223.255.255.255', 'the last before multicast'],
    ['2606:4700:4700::1111', 'a public address'],
    ['2a00:1450:4001:80b::200e', 'a public address'],
  ])('allows %s, %s', (address) => {
    expect(nothingAllowed.judge(address)).toEqual({ allowed: true });
  });

  it.each([
    ['0.0.0.0', 'unspecified'],
    ['0.1.2.3', 'unspecified'],
    ['127.0.0.1', 'loopback'],
    ['127.255.255.254', 'loopback'],
    ['10.0.0.1', 'private'],
    ['172.16.0.1', 'private'],
    ['172.31.255.255', 'private'],
    ['192.168.1.1', 'private'],
    ['169.254.169.254', 'linkLocal'],
    ['100.64.0.1', 'carrierGradeNat'],
    ['100.127.255.255', 'carrierGradeNat'],
    ['192.0.0.1', 'reserved'],
    ['192.0.2.1', 'reserved'],
    ['198.51.100.7', 'reserved'],
    ['203.0.113.9', 'reserved'],
    ['198.18.0.1', 'reserved'],
    ['192.88.99.1', 'reserved'],
    ['192.31.196.1', 'as112'],
    ['192.52.193.1', 'amt'],
    ['192.175.48.1', 'as112'],
    ['224.0.0.1', 'multicast'],
    ['239.255.255.255', 'multicast'],
    ['240.0.0.1', 'reserved'],
    ['255.255.255.255', 'broadcast'],
    ['::', 'unspecified'],
    ['::1', 'loopback'],
    ['fe80::1', 'linkLocal'],
    ['fe80::1%lo', 'linkLocal'],
    ['febf::1', 'linkLocal'],
    ['fec0::1', 'deprecatedSiteLocal'],
    ['fc00::1', 'uniqueLocal'],
    ['fd12:3456::1', 'uniqueLocal'],
    ['ff02::1', 'multicast'],
    ['100::1', 'discard'],
    ['::ffff:127.0.0.1', 'ipv4Mapped'],
    ['::ffff:7f00:1', 'ipv4Mapped'],
    ['::ffff:8.8.8.8', 'ipv4Mapped'],
    ['::ffff:0:127.0.0.1', 'rfc6145'],
    ['64:ff9b::10.0.0.1', 'rfc6052'],
    ['64:ff9b::8.8.8.8', 'rfc6052'],
    ['64:ff9b:1::8.8.8.8', 'rfc6052'],
    ['2002:7f00:1::', '6to4'],
    ['2001::1', 'teredo'],
    ['2001:2::1', 'benchmarking'],
    ['2001:10::1', 'deprecatedOrchid'],
    ['2001:20::1', 'orchid2'],
    ['2001:db8::1', 'reserved'],
    ['3fff::1', 'reserved'],
    ['5f00::1', 'segmentRouting'],
    ['::7f00:1', 'reserved'],
    ['::808:808', 'reserved'],
    ['4000::1', 'reserved'],
    ['1::1', 'reserved'],
    // A public prefix whose interface identifier says: tunnel to 10.0.0.1 (ISATAP).
    ['2606:4700::5efe:10.0.0.1', 'private'],
    ['2606:4700::200:5efe:127.0.0.1', 'loopback'],
    ['localhost', 'notAnAddress'],
    ['', 'notAnAddress'],
    ['0177.0.0.1', 'notAnAddress'],
    ['127.1', 'notAnAddress'],
    ['0x7f000001', 'notAnAddress'],
    ['2130706433', 'notAnAddress'],
    ['127.0.0.1 ', 'notAnAddress'],
    ['[::1]', 'notAnAddress'],
  ])('refuses %s as %s', (address, range) => {
    expect(nothingAllowed.judge(address)).toEqual({ allowed: false, range });
  });

  it('refuses every IPv6 address outside of what is given out as global unicast', () => {
    const outside = fc
      .array(fc.integer({ min: 0, max: 0xffff }), { minLength: 8, maxLength: 8 })
      .filter(([first]) => first! < 0x2000 || first! > 0x3fff)
      .map((groups) => groups.map((group) => group.toString(16)).join(':'));
    fc.assert(
      fc.property(outside, (address) => {
        expect(nothingAllowed.judge(address).allowed).toBe(false);
      }),
    );
  });
});

describe('an address policy that allows ranges by name', () => {
  it.each([
    [['10.0.0.0/8'], '10.1.2.3', true],
    [['10.0.0.0/8'], '11.1.2.3', true],
    [['10.0.0.0/8'], '127.0.0.1', false],
    [['127.0.0.1/32'], '127.0.0.1', true],
    [['127.0.0.1/32'], '127.0.0.2', false],
    [['::1/128'], '::1', true],
    [['fd00::/8'], 'fd12::1', true],
    [['fd00::/8'], 'fe80::1', false],
    [['10.0.0.0/8', 'fd00::/8'], '10.9.9.9', true],
    // What leads to an IPv4 address needs both allowed: the way there and the end of it.
    [['127.0.0.0/8'], '::ffff:127.0.0.1', false],
    [['::ffff:0:0/96'], '::ffff:127.0.0.1', false],
    [['::ffff:0:0/96'], '::ffff:8.8.8.8', true],
    [['::ffff:0:0/96', '127.0.0.0/8'], '::ffff:127.0.0.1', true],
    [['64:ff9b::/96'], '64:ff9b::8.8.8.8', true],
    [['64:ff9b::/96'], '64:ff9b::10.0.0.1', false],
    [['64:ff9b::/96'], '64:ff9b::169.254.169.254', false],
    [['2002::/16'], '2002:a00:1::', false],
    [['2002::/16'], '2002:808:808::', true],
    [['2001::/32'], '2001:0:808:808::f5ff:fffe', false],
    [['::/0'], '::ffff:10.0.0.1', false],
    [['::/0'], '::127.0.0.1', false],
    [['0.0.0.0/0'], '::1', false],
    [['0.0.0.0/0'], '169.254.169.254', true],
  ])('%j and %s: %p', (allowedCidrs, address, expected) => {
    expect(new AddressPolicy(allowedCidrs).judge(address).allowed).toBe(expected);
  });

  it('names every entry that is not a range', () => {
    const wrong = [
      '10.0.0.0',
      '10.0.0.0/33',
      'fd00::/129',
      'internal/8',
      '10/8',
      '127.1/8',
      '10.0.0.0/-1',
      '10.0.0.0/8/8',
      '',
    ];
    const refusal = (() => {
      try {
        return new AddressPolicy(['10.0.0.0/8', ...wrong]);
      } catch (error) {
        return error;
      }
    })();
    expect(refusal).toBeInstanceOf(RangeError);
    for (const cidr of wrong) expect((refusal as RangeError).message).toContain(`'${cidr}'`);
  });
});

/** Every way of writing an IPv4 address that some resolver or URL reader has ever understood. */
function spellings([a, b, c, d]: readonly [number, number, number, number]) {
  const number = ((a * 256 + b) * 256 + c) * 256 + d;
  const group = (high: number, low: number) => (high * 256 + low).toString(16);
  const part = (value: number) =>
    fc.constantFrom(
      `${value}`,
      `0${value.toString(8)}`,
      `0x${value.toString(16)}`,
      `0X${value.toString(16).toUpperCase()}`,
      `000${value.toString(8)}`,
    );
  const dotted = fc.oneof(
    fc.tuple(part(a), part(b), part(c), part(d)).map((parts) => parts.join('.')),
    fc.tuple(part(a), part(b), part(c * 256 + d)).map((parts) => parts.join('.')),
    fc.tuple(part(a), part((b * 256 + c) * 256 + d)).map((parts) => parts.join('.')),
    part(number),
  );
  const disguised = dotted.chain((text) =>
    fc.constantFrom(
      text,
      `${text}.`,
      Array.from(text)
        .map((char) => String.fromCodePoint(char.codePointAt(0)! + (/\d/.test(char) ? 0xfee0 : 0)))
        .join(''),
      text.replaceAll('.', '。'),
      text.replaceAll('.', '%2e'),
      Array.from(text)
        .map((char) => `%${char.codePointAt(0)!.toString(16)}`)
        .join(''),
      ` ${text}`,
      text.replace(/^(.)/, '$1\t'),
      `user@${text}`,
    ),
  );
  const plain = `${a}.${b}.${c}.${d}`;
  const hex = `${group(a, b)}:${group(c, d)}`;
  const six = fc
    .constantFrom(
      `::ffff:${plain}`,
      `::ffff:${hex}`,
      `::FFFF:${hex}`,
      `0:0:0:0:0:ffff:${hex}`,
      `0000:0000:0000:0000:0000:ffff:${hex}`,
      `::${plain}`,
      `::${hex}`,
      `::ffff:0:${hex}`,
      `64:ff9b::${plain}`,
      `64:ff9b:1::${hex}`,
      `2002:${hex}::`,
      `2002:${hex}::1`,
      `2606:4700::5efe:${plain}`,
      `2606:4700::200:5efe:${hex}`,
      `::ffff:${plain}%25lo`,
      `::ffff:${plain}%lo`,
    )
    .map((text) => `[${text}]`);
  return fc.oneof(disguised, six);
}

const privateAddress = fc.oneof(
  fc.tuple(fc.constant(127), fc.nat(255), fc.nat(255), fc.nat(255)),
  fc.tuple(fc.constant(10), fc.nat(255), fc.nat(255), fc.nat(255)),
  fc.tuple(fc.constant(0), fc.nat(255), fc.nat(255), fc.nat(255)),
  fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 }), fc.nat(255), fc.nat(255)),
  fc.tuple(fc.constant(192), fc.constant(168), fc.nat(255), fc.nat(255)),
  fc.tuple(fc.constant(169), fc.constant(254), fc.nat(255), fc.nat(255)),
  fc.tuple(fc.constant(100), fc.integer({ min: 64, max: 127 }), fc.nat(255), fc.nat(255)),
);

it('never allows a private address in any spelling, as a URL host or as a resolved address', () => {
  fc.assert(
    fc.property(privateAddress.chain(spellings), (host) => {
      expect(nothingAllowed.judge(host).allowed).toBe(false);
      expect(nothingAllowed.judge(host.replace(/^\[(.*)\]$/, '$1')).allowed).toBe(false);
      const hostname = hostOf(`https://${host}/`);
      // What is not refused as a URL must have become an address, since a name would be asked of a resolver.
      if (hostname !== null)
        expect(nothingAllowed.judge(hostname)).toMatchObject({
          allowed: false,
          range: expect.not.stringMatching('notAnAddress'),
        });
    }),
    { numRuns: inRange(250, 10_000) },
  );
});

function hostOf(url: string): string | null {
  try {
    return readRequestedUrl(url, false).hostname;
  } catch (error) {
    expect(error).toBeInstanceOf(OutboundFailure);
    expect(error).toMatchObject({ reason: 'url_invalid' });
    return null;
  }
}

describe('a URL', () => {
  it.each([
    ['http://idp.example/', 'scheme_refused'],
    ['ftp://idp.example/', 'scheme_refused'],
    ['file:///etc/passwd', 'scheme_refused'],
    ['javascript:alert(1)', 'scheme_refused'],
    ['data:text/plain,x', 'scheme_refused'],
    ['ws://idp.example/', 'scheme_refused'],
    ['https://user:password@idp.example/', 'url_invalid'],
    ['https://user@idp.example/', 'url_invalid'],
    ['https://', 'url_invalid'],
    ['//idp.example/', 'url_invalid'],
    ['/path', 'url_invalid'],
    ['https://idp.example:99999/', 'url_invalid'],
    ['https://1.2.3.4.5/', 'url_invalid'],
    ['https://[fe80::1%25lo]/', 'url_invalid'],
  ])('%s is refused with %s', (url, reason) => {
    expect(() => readRequestedUrl(url, false)).toThrow(expect.objectContaining({ reason }));
  });

  it('may be http only where the operator allows it', () => {
    expect(readRequestedUrl('http://idp.example:8080/a?b#c', true)).toEqual({
      origin: 'http://idp.example:8080',
      path: '/a?b',
      hostname: 'idp.example',
    });
    expect(() => readRequestedUrl('ftp://idp.example/', true)).toThrow(OutboundFailure);
  });

  it('is never repeated in what an admin is told', () => {
    for (const url of [
      'http://idp.example/?access_token=s3cret',
      'https://s3cret@idp.example/',
      'https://s3cret:99999/',
    ]) {
      expect(() => readRequestedUrl(url, false)).toThrow(
        expect.objectContaining({ message: expect.not.stringContaining('s3cret') }),
      );
    }
  });
});
