import { ApiHeader } from './described.js';

/** Documents that a request has to name the revision that it changes (RFC 9110 §13.1.1); whoever answers it judges so. */
export const NeedsIfMatch = () =>
  ApiHeader({ name: 'If-Match', required: true, description: '`ETag` of the revision that was read.' });

/** Documents that a request may name the revision that it changes: an emergency switch must not lose a race. */
export const HonoursIfMatch = () =>
  ApiHeader({ name: 'If-Match', required: false, description: 'Honoured when it is sent.' });
