/**
 * Too many requests, or a failure of the server: about nobody's settings, whatever words come with it. Not so 501, by which servers
 * answer a POST to something else.
 */
export const isAboutNothing = (status: number | null): boolean =>
  status === 429 || (status !== null && status >= 500 && status !== 501);

/** What is told of such a status. */
export const sayingNothing = (status: number | null): string =>
  `${status === 429 ? 'too many requests' : 'a failure of the provider'}, which says nothing about a setting; try again later`;

/**
 * The remedy where every login asks for the same as we did, so that none gets further: a fault of the provider, at the address that a
 * setting names.
 */
export const waitForProvider = (setting: string): string =>
  `Wait for the provider, or ask it: such an answer says nothing about \`${setting}\`, but no login gets further.`;
