/**
 * Too many requests, or a failure of the server: about nobody's settings, whatever words come with it. Not so 501, by which servers
 * answer a POST to something else.
 */
export const isAboutNothing = (status: number | null): boolean =>
  status === 429 || (status !== null && status >= 500 && status !== 501);
