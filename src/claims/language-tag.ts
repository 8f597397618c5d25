/**
 * Tags that were registered whole before languages were made of parts (RFC 5646 §2.2.8), with what the registry of IANA prefers; those
 * that `Intl` reads itself are not here. Without a preferred one a tag stands for itself.
 */
const registeredWhole: ReadonlyMap<string, string> = new Map([
  ['en-gb-oed', 'en-GB-oxendict'],
  ['i-ami', 'ami'],
  ['i-bnn', 'bnn'],
  ['i-default', 'i-default'],
  ['i-enochian', 'i-enochian'],
  ['i-hak', 'hak'],
  ['i-klingon', 'tlh'],
  ['i-lux', 'lb'],
  ['i-mingo', 'i-mingo'],
  ['i-navajo', 'nv'],
  ['i-pwn', 'pwn'],
  ['i-tao', 'tao'],
  ['i-tay', 'tay'],
  ['i-tsu', 'tsu'],
  ['no-bok', 'nb'],
  ['no-nyn', 'nn'],
  ['sgn-be-fr', 'sfb'],
  ['sgn-be-nl', 'vgt'],
  ['sgn-ch-de', 'sgg'],
  ['zh-min', 'zh-min'],
  ['zh-min-nan', 'nan'],
]);

/** Languages that are also written behind the one they belong to (RFC 5646 §2.2.2): those of Chinese, of Arabic, and sign languages. */
const extendedLanguage = new RegExp(
  [
    '^(?:zh-(cdo|cjy|cmn|cnp|cpx|csp|czh|czo|gan|hak|hsn|lzh|mnp|nan|wuu|yue)',
    'ar-(aao|abh|abv|acm|acq|acw|acx|acy|adf|aeb|aec|afb|ajp|apc|apd|arb|arq|ars|ary|arz|auz|avl|ayh|ayl|ayn|ayp|bbz|pga|shu|ssh)',
    'sgn-([a-z]{3}))(-.*)?$',
  ].join('|'),
  'iu',
);

/**
 * A BCP 47 language tag in its canonical form (RFC 5646 §4.5); `_` counts as `-`, as locales of operating systems are written.
 * `Intl` knows no more of BCP 47 than what is a locale (UTS #35): whole registrations, extended languages (`zh-yue` is `yue`) and
 * private tags (`x-…`) are read here.
 * @returns null when it is none
 */
export function canonicalLanguage(text: string): string | null {
  const tag = text.replaceAll('_', '-');
  if (!/^[A-Za-z0-9]{1,8}(-[A-Za-z0-9]{1,8}){0,8}$/u.test(tag)) return null;
  const whole = registeredWhole.get(tag.toLowerCase());
  if (whole !== undefined) return whole;
  if (/^x-/iu.test(tag)) return tag.toLowerCase();
  const [, chinese, arabic, sign, rest = ''] = extendedLanguage.exec(tag) ?? [];
  const extended = chinese ?? arabic ?? sign;
  try {
    return Intl.getCanonicalLocales(extended === undefined ? tag : `${extended}${rest}`)[0] ?? null;
  } catch {
    return null;
  }
}
