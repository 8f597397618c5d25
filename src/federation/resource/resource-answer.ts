import { describeJsonFault, parseJsonDocument } from '../../json/json-document.js';
import { quoteForeign } from '../../outbound/foreign-text.js';
import type { OutboundAnswer } from '../../outbound/outbound-call.js';
import { refuse, refuseQuoting } from '../refusal.js';

type Answer = Pick<OutboundAnswer, 'status' | 'mediaType' | 'body'> & { readonly headers?: Headers };

/** JSON, and JSON that a careless server labels as a web page. */
function isJsonMediaType(mediaType: string | null): boolean {
  if (mediaType === null) return false;
  return mediaType === 'application/json' || mediaType === 'text/html' || /^[^/]+\/[^/]+\+json$/.test(mediaType);
}

/**
 * Judges the status of a resource's answer.
 * @param accessToken never repeated in a detail
 * @throws CountersignError `resource.redirect` or `resource.http_error`
 */
export function requireSuccess({ status, headers }: Answer, accessToken: string): void {
  if (status >= 200 && status < 300) return;
  if (status < 400) throw refuse('resource.redirect', `status ${status}; redirects are not followed`);
  const challenge = headers?.get('www-authenticate') ?? null;
  if (challenge === null) throw refuse('resource.http_error', `status ${status}`);
  const said = quoteForeign(challenge, [accessToken]);
  throw refuseQuoting('resource.http_error', `status ${status}; WWW-Authenticate`, said);
}

/**
 * Reads a resource's body: a JSON object or array.
 * @throws CountersignError `resource.media_type_unsupported`, `resource.not_json` or `resource.not_object_or_array`
 */
export function readResourceDocument({ mediaType, body }: Answer): unknown {
  if (!isJsonMediaType(mediaType)) {
    const seen = mediaType === null ? 'none' : quoteForeign(mediaType);
    throw refuse('resource.media_type_unsupported', `media type: expected application/json or …+json, saw ${seen}`);
  }
  const document = parseJsonDocument(body, { topLevel: 'object-or-array' });
  if (!('fault' in document)) return document.value;
  const code = document.fault === 'scalar_at_top' ? 'resource.not_object_or_array' : 'resource.not_json';
  throw refuse(code, describeJsonFault(document));
}
