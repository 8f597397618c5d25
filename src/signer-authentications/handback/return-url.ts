import { z } from 'zod';
import { readUrl } from '../../config/read-url.js';
import { judgedBy } from '../../http/judged-by.js';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Why text cannot be a return URL; null when it can. */
function faultOf(text: string): string | null {
  // WHATWG URL parsing drops tabs and line breaks and reads a backslash as a slash; whoever checks the text sees another URL than the browser.
  if (/[\s\\]|[^\x21-\x7e]/.test(text))
    return 'expected a URL without white space, backslashes and non-ASCII characters (percent-encode them)';
  const url = readUrl(text);
  if (url === null || !/^https?:\/\//i.test(text)) return 'expected an absolute https URL';
  if (url.protocol === 'http:' && !LOOPBACK.has(url.hostname))
    return 'expected https (http is allowed on localhost only)';
  if (url.username !== '' || url.password !== '') return 'expected a URL without user name and password';
  if (text.includes('#')) return 'expected a URL without a fragment';
  // Other characters pass URL parsing, yet are no host name, and have a meaning of their own in the page's security policy.
  if (!/^(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])$/.test(url.hostname))
    return 'expected a URL with a host name or an IP address';
  return null;
}

export const returnUrlSchema = z
  .string({ error: 'expected an absolute https URL' })
  .max(2000, { error: 'expected at most 2,000 characters' })
  .superRefine(judgedBy(faultOf))
  .meta({
    description:
      'Where the browser goes at the end; `signer_authentication`, `status` and `handback` are added. null: a result page.',
    format: 'uri',
    examples: ['https://workflow.example/after'],
  });

const added = ['signer_authentication', 'status', 'handback'] as const;

const nameOf = (parameter: string): string => new URLSearchParams(parameter).keys().next().value ?? '';

/**
 * The address that the browser is sent to at the end. `status` is only a hint; the handback is what admits. Parameters of the
 * same names give way to ours, all others stay as they were written: the workflow may have signed them.
 */
export function returnAddress(
  returnUrl: string,
  signerAuthenticationId: string,
  status: string,
  handback: string,
): string {
  const url = new URL(returnUrl);
  const others = url.search.slice(1).split('&');
  const kept = others.filter((parameter) => parameter !== '' && !added.some((name) => name === nameOf(parameter)));
  const ours = new URLSearchParams({ signer_authentication: signerAuthenticationId, status, handback });
  url.search = [...kept, ours.toString()].join('&');
  return url.href;
}
