import { jsonTypeOf } from './comparisons/claim-text.js';

/** A claims document without its values: what an admin may see of somebody else's login. */
export interface ClaimTree {
  readonly type: 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null';
  /** Set when text, array or object is empty, which is not the same as missing. */
  readonly empty?: true;
  /** An object's members, in the provider's order. */
  readonly members?: readonly (ClaimTree & { readonly name: string })[];
  /** The first elements of an array. */
  readonly elements?: readonly ClaimTree[];
  /** Set when there are more members, elements or levels than shown. */
  readonly truncated?: true;
}

const depthLimit = 16;
const elementLimit = 10;
const nodeLimit = 500;
const nameLimit = 200;

/** Names and types of a claims document. Bounded in size; every name is text that a database can hold. */
export function claimTree(claims: unknown): ClaimTree {
  return treeOf(claims, 0, { left: nodeLimit });
}

function treeOf(value: unknown, depth: number, nodes: { left: number }): ClaimTree {
  nodes.left -= 1;
  const type = jsonTypeOf(value);
  if (type === 'string') return value === '' ? { type, empty: true } : { type };
  if (typeof value !== 'object' || value === null) return { type };
  if (Array.isArray(value)) return arrayTree(value, depth, nodes);
  return objectTree(value, depth, nodes);
}

function arrayTree(elements: readonly unknown[], depth: number, nodes: { left: number }): ClaimTree {
  if (elements.length === 0) return { type: 'array', empty: true };
  const shown =
    depth < depthLimit
      ? take(elements.slice(0, elementLimit), nodes, (element) => treeOf(element, depth + 1, nodes))
      : [];
  return { type: 'array', elements: shown, ...(shown.length < elements.length ? { truncated: true } : {}) };
}

function objectTree(object: object, depth: number, nodes: { left: number }): ClaimTree {
  const entries: readonly (readonly [string, unknown])[] = Object.entries(object);
  if (entries.length === 0) return { type: 'object', empty: true };
  const shown =
    depth < depthLimit
      ? take(entries, nodes, ([name, value]) => ({ name: storableName(name), ...treeOf(value, depth + 1, nodes) }))
      : [];
  return { type: 'object', members: shown, ...(shown.length < entries.length ? { truncated: true } : {}) };
}

function take<Item, Tree>(
  items: readonly Item[],
  nodes: { readonly left: number },
  tree: (item: Item) => Tree,
): readonly Tree[] {
  const trees: Tree[] = [];
  for (const item of items) {
    if (nodes.left <= 0) break;
    trees.push(tree(item));
  }
  return trees;
}

/** PostgreSQL's jsonb takes neither U+0000 nor lone surrogates, and no page should show control characters. */
export function storableName(name: string): string {
  return name.slice(0, nameLimit).replace(/[\p{Cc}\p{Cs}]/gu, '\ufffd');
}
