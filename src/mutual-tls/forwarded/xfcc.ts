import { createHash } from 'node:crypto';
import { readEscapedPem } from './escaped-pem.js';
import { type Forwarded, linesOf, MOST_INTERMEDIATES } from './read-forwarded.js';

/**
 * Keys that Envoy knows, by their names in lower case: they are case-insensitive (Envoy, x-forwarded-client-cert), whatever Envoy itself
 * writes. One that it does not know may be somebody's who wrote past it.
 */
const KEYS = new Map(['By', 'Hash', 'Cert', 'Chain', 'Subject', 'URI', 'DNS'].map((key) => [key.toLowerCase(), key]));
/** Of those a certificate has several names, and so an element several pairs. */
const REPEATED = new Set(['By', 'URI', 'DNS']);

/** One pair at the beginning of a text: a key, and a value that stands in quotation marks where it needs to. */
const PAIR = /^([A-Za-z]+)=(?:"((?:[^"\\]|\\.)*)"|([^",;=]*))(?=[;,]|$)/;

/** @returns pairs of the one element, or what is wrong with the header */
function pairsOf(text: string): ReadonlyMap<string, string> | string {
  const pairs = new Map<string, string>();
  let rest = text.trim();
  for (;;) {
    const [pair, written, quoted, plain] = PAIR.exec(rest) ?? [];
    const key = KEYS.get(written?.toLowerCase() ?? '');
    if (pair === undefined || key === undefined) return 'it is not pairs such as Hash=…;Cert="…", as Envoy writes them';
    if (pairs.has(key) && !REPEATED.has(key)) return `it has ${key} more than once`;
    pairs.set(key, quoted === undefined ? (plain ?? '') : quoted.replace(/\\(.)/g, '$1'));
    rest = rest.slice(pair.length);
    if (rest === '') return pairs;
    if (rest.startsWith(','))
      return 'it has more than one element: the proxy must set it anew (SANITIZE_SET), not append';
    rest = rest.slice(1);
  }
}

/**
 * Reads `X-Forwarded-Client-Cert` as Envoy sets it with `SANITIZE_SET` and `set_current_client_cert_details {cert, chain}`: one
 * element, with the certificate in it. Everything but the certificate is a claim about it and is not believed.
 */
export function readXfcc(rawHeaders: readonly string[]): Forwarded {
  const [line, ...more] = linesOf(rawHeaders, 'x-forwarded-client-cert');
  if (line === undefined) return null;
  const refused = (why: string): Forwarded => ({ fault: `X-Forwarded-Client-Cert cannot be believed: ${why}` });
  if (more.length > 0) return refused('it is there more than once');
  const pairs = pairsOf(line);
  if (typeof pairs === 'string') return refused(pairs);
  const cert = pairs.get('Cert');
  if (cert === undefined)
    return refused('it has no Cert: have Envoy set it (set_current_client_cert_details: {cert: true})');
  const [leaf, ...others] = readEscapedPem(cert) ?? [];
  if (leaf === undefined || others.length > 0)
    return refused('its Cert is not one certificate (PEM with percent signs)');
  const hash = pairs.get('Hash');
  if (hash !== undefined && hash.toLowerCase() !== createHash('sha256').update(leaf.raw).digest('hex'))
    return refused('its Hash is of another certificate than its Cert');
  const chain = pairs.get('Chain');
  const intermediates = chain === undefined ? [] : readEscapedPem(chain);
  if (intermediates === null || intermediates.length > MOST_INTERMEDIATES + 1)
    return refused(
      `its Chain is not at most ${MOST_INTERMEDIATES} certificates beside its own (PEM with percent signs)`,
    );
  return { leaf, intermediates: intermediates.filter(({ raw }) => !raw.equals(leaf.raw)) };
}
