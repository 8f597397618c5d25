import { z } from 'zod';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Why text cannot be a return URL; null when it can. */
function faultOf(text: string): string | null {
  // WHATWG URL parsing drops tabs and line breaks and reads a backslash as a slash; whoever checks the text sees another URL than the browser.
  if (/[\s\\]|[^\x21-\x7e]/.test(text))
    return 'expected a URL without white space, backslashes and non-ASCII characters (percent-encode them)';
  if (!URL.canParse(text) || !/^https?:\/\//i.test(text)) return 'expected an absolute https URL';
  const url = new URL(text);
  if (url.protocol === 'http:' && !LOOPBACK.has(url.hostname))
    return 'expected https (http is allowed on localhost only)';
  if (url.username !== '' || url.password !== '') return 'expected a URL without user name and password';
  if (url.hash !== '') return 'expected a URL without a fragment';
  return null;
}

export const returnUrlSchema = z
  .string({ error: 'expected an absolute https URL' })
  .max(2000, { error: 'expected at most 2,000 characters' })
  .superRefine((text, context) => {
    const fault = faultOf(text);
    if (fault !== null) context.addIssue({ code: 'custom', message: fault });
  })
  .meta({
    description:
      'Where the browser goes at the end; `signer_authentication`, `status` and `handback` are added. null: a result page.',
    format: 'uri',
    examples: ['https://workflow.example/after'],
  });

/** The address that the browser is sent to at the end. `status` is only a hint; the handback is what admits. */
export function returnAddress(
  returnUrl: string,
  signerAuthenticationId: string,
  status: string,
  handback: string,
): string {
  const url = new URL(returnUrl);
  url.searchParams.set('signer_authentication', signerAuthenticationId);
  url.searchParams.set('status', status);
  url.searchParams.set('handback', handback);
  return url.href;
}
