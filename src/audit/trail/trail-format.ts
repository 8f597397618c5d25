import Negotiator from 'negotiator';
import { CountersignError } from '../../errors/countersign-error.js';

/** The forms of a trail, by their media type; the first is the default. */
export const trailFormats = {
  json: 'application/json',
  xml: 'application/xml',
  pdf: 'application/pdf',
} as const;

export type TrailFormat = keyof typeof trailFormats;

function isTrailFormat(text: string): text is TrailFormat {
  return Object.hasOwn(trailFormats, text);
}

/**
 * The form that the Accept header prefers (RFC 9110 §12.5.1).
 * @throws CountersignError `request.not_acceptable`
 */
export function negotiateFormat(accept: string | undefined): TrailFormat {
  const mediaTypes: string[] = Object.values(trailFormats);
  // text/xml is what older tools ask for.
  const preferred = new Negotiator({ headers: { accept } }).mediaType([...mediaTypes, 'text/xml']);
  const wanted = preferred === 'text/xml' ? trailFormats.xml : preferred;
  const format = Object.entries(trailFormats).find(([, mediaType]) => mediaType === wanted)?.[0];
  if (format === undefined || !isTrailFormat(format)) {
    throw new CountersignError('request.not_acceptable', { detail: `A trail is ${mediaTypes.join(', ')}` });
  }
  return format;
}
