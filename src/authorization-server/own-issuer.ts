/** The authorization server's identifier (RFC 8414 §2). */
export const issuerOf = (publicUrl: string): string => `${publicUrl}/oauth`;
