import type { ClaimPath, Selector } from './path-model.js';

/** The steps of any claim path, for what has to treat both kinds alike. */
export function selectorsOf(path: ClaimPath): readonly Selector[] {
  if (path.kind === 'jsonpath') return path.selectors;
  return path.segments.map((segment) =>
    typeof segment === 'string' ? { kind: 'member', name: segment } : { kind: 'index', index: segment },
  );
}

/** The path as written from one step to another, both included, without the separator before the first. */
export function stepText({ text, offsets }: ClaimPath, from: number, to = from): string {
  const start = offsets[from] ?? text.length;
  const next = offsets[to + 1];
  if (next === undefined) return text.slice(start);
  // An offset leaves out the separator before a name, but not the bracket or the dot that a selector starts with.
  const separated = /[.:]/u.test(text.charAt(next - 1)) && !/[.[]/u.test(text.charAt(next));
  return text.slice(start, separated ? next - 1 : next);
}
