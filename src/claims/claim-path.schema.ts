import { z } from 'zod';
import { claimPathLimit, parseClaimPath } from './claim-path.js';

/** A claim path as an admin writes it; a fault has its column. */
export const claimPathSchema = z
  .string()
  .check((context) => {
    const result = parseClaimPath(context.value);
    if (result.ok) return;
    const { column, expected, message } = result;
    context.issues.push({ code: 'custom', message, params: { column, expected }, input: context.value });
  })
  .meta({
    description:
      'Where in the claims the value is: names separated by "." or ":", a name that contains one of them wrapped as [\'a.b\'], ' +
      '[0] and [-1] for array elements. A path that starts with $ is a JSONPath of children, indexes, wildcards and filters ' +
      'that compare @.member with literals.',
    maxLength: claimPathLimit,
    examples: ['given_name', "['urn:pvpgvat:oidc.bpk']", '$[?(@.primary == true && @.verified == true)].email'],
  });
