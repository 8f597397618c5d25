import type { ListQuery, Page } from '../http/list.js';

const PAGE = 200;

/** All items of a list, page by page. */
export async function everyPage<T>(read: (query: ListQuery) => Promise<Page<T>>): Promise<readonly T[]> {
  const all: T[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await read({ limit: PAGE, cursor });
    all.push(...page.items);
    if (page.next === null) return all;
    cursor = page.next;
  }
}
