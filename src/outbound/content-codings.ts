import type { IncomingHttpHeaders } from 'node:http';

/** RFC 9110 §8.4 and RFC 9112 §7: any coding but `identity`, and any transfer coding but `chunked`. */
export function isEncoded(headers: IncomingHttpHeaders): boolean {
  return hasOther(headers['content-encoding'], 'identity') || hasOther(headers['transfer-encoding'], 'chunked');
}

function hasOther(field: string | string[] | undefined, expected: string): boolean {
  if (field === undefined) return false;
  const codings = String(field)
    .split(',')
    .map((coding) => coding.trim().toLowerCase());
  return codings.some((coding) => coding !== '' && coding !== expected);
}
