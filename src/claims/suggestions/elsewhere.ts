import { foldCase } from '../comparisons/case-folding.js';
import type { Selector } from '../paths/path-model.js';

const resultLimit = 3;
const nodeLimit = 2000;

/** Where in a document members of this name are, letter case disregarded, nearest to the top first; three at most. */
export function membersNamed(name: string, claims: unknown): readonly (readonly Selector[])[] {
  const folded = foldCase(name);
  const found: (readonly Selector[])[] = [];
  const queue: { readonly value: unknown; readonly selectors: readonly Selector[] }[] = [
    { value: claims, selectors: [] },
  ];
  for (let visited = 0; visited < nodeLimit && found.length < resultLimit; visited += 1) {
    const next = queue.shift();
    if (next === undefined) break;
    for (const { selector, value } of children(next.value)) {
      const selectors = [...next.selectors, selector];
      if (selector.kind === 'member' && foldCase(selector.name) === folded) found.push(selectors);
      if (queue.length < nodeLimit) queue.push({ value, selectors });
    }
  }
  return found.slice(0, resultLimit);
}

function children(value: unknown): readonly { readonly selector: Selector; readonly value: unknown }[] {
  if (Array.isArray(value)) {
    const elements: readonly unknown[] = value;
    return elements.slice(0, 10).map((element, index) => ({ selector: { kind: 'index', index }, value: element }));
  }
  if (typeof value !== 'object' || value === null) return [];
  const entries: readonly (readonly [string, unknown])[] = Object.entries(value);
  return entries
    .filter(([name]) => name !== '__proto__')
    .slice(0, nodeLimit)
    .map(([name, child]) => ({ selector: { kind: 'member', name }, value: child }));
}
