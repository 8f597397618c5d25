import { z } from 'zod';

/** How answers show the treatment of a value (mapped-reading.ts). Holds no claim value. */

export const readSchema = z.array(z.string()).meta({
  description:
    'JSON types of what the paths found, in their order, `absent` where one found nothing. Only where the mapping prepares, or has several paths.',
  examples: [['absent', 'string']],
});

export const preparedSchema = z.array(z.record(z.string(), z.json())).meta({
  description:
    'What was done to the value before it was judged, in the form of the steps of `prepare`: `{"stripPrefix": "TINIT-"}` names the prefix that was taken off, null none. The value itself is in the evidence.',
  examples: [[{ stripPrefix: 'TINIT-' }]],
});
