/** The audience of tokens for the API, also where a request names none (RFC 8707 §2). */
export const apiAudienceOf = (publicUrl: string): string => `${publicUrl}/v1`;
