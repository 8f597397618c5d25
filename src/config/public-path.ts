/**
 * The path below which browsers and callers find the service, from `PUBLIC_URL`: `/esign`, or nothing where it has a host of
 * its own. The proxy that publishes it there takes the path off again, so that routes know nothing of it; what is written into
 * a page or a header has it put before.
 */
export function publicPath(publicUrl: string): string {
  return new URL(publicUrl).pathname.replace(/\/+$/, '');
}
