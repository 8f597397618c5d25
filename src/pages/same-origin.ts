/**
 * Whether a form was posted from a page of our own: `Sec-Fetch-Site` where the browser sends it (Fetch Metadata), else `Origin`
 * (RFC 6454 §7). With neither header it is refused: every browser that is able to log in anywhere sends one of them.
 *
 * @param publicUrl the service's own address; forwarded headers are never consulted
 */
export function isSameOriginPost(
  headers: { readonly site: string | undefined; readonly origin: string | undefined },
  publicUrl: string,
): boolean {
  if (headers.site !== undefined) return headers.site === 'same-origin';
  return headers.origin !== undefined && headers.origin === new URL(publicUrl).origin;
}
