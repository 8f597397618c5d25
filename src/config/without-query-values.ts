/**
 * A configured URL as it may be held for ever: what its query says may be a secret. A parameter without `=` is nothing but
 * a value.
 */
export function withoutQueryValues(url: string): string {
  const mark = url.indexOf('?');
  if (mark === -1) return url;
  const [query = ''] = url.slice(mark + 1).split('#');
  const names = query.split('&').map((pair) => (pair.includes('=') ? pair.slice(0, pair.indexOf('=') + 1) : ''));
  return `${url.slice(0, mark)}?${names.map((name) => `${name}…`).join('&')}`;
}
