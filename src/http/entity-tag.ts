import { CountersignError } from '../errors/countersign-error.js';

/** The ETag of a versioned thing (RFC 9110 §8.8.3): its revision, quoted; of what has none a text that its values make. */
export function entityTag(revision: number | string): string {
  return `"${revision}"`;
}

/**
 * Judges `If-Match` (RFC 9110 §13.1.1) against the present revision.
 * @throws CountersignError `request.precondition_required` when the header is needed and absent; `request.precondition_failed` when it names another revision
 */
export function judgeIfMatch(header: string | undefined, revision: number | string, needed: boolean): void {
  if (header === undefined) {
    if (needed)
      throw new CountersignError('request.precondition_required', {
        detail: `If-Match is missing; the present revision is ${entityTag(revision)}`,
      });
    return;
  }
  const tags = header.split(',').map((tag) => tag.trim());
  if (!tags.includes('*') && !tags.includes(entityTag(revision))) {
    throw new CountersignError('request.precondition_failed', {
      detail: `If-Match is ${header.slice(0, 100)}; the present revision is ${entityTag(revision)}`,
    });
  }
}
