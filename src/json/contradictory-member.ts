import { isDeepStrictEqual } from 'node:util';
import { type Node, parseTree } from 'jsonc-parser';

/**
 * The first member that an object of the document has twice with different values; null when there is none. Values are compared as
 * `JSON.parse` reads them, so that escapes and white space make no difference.
 * @param text JSON whose depth has been judged
 */
export function contradictoryMember(text: string): string | null {
  const tree = parseTree(text);
  return tree === undefined ? null : contradictoryIn(tree, text);
}

function contradictoryIn(node: Node, text: string): string | null {
  const seen = new Map<string, unknown>();
  for (const child of node.children ?? []) {
    const [name, value] = child.type === 'property' ? (child.children ?? []) : [];
    const inside = contradictoryIn(value ?? child, text);
    if (inside !== null) return inside;
    if (name === undefined || value === undefined) continue;
    const read: unknown = JSON.parse(text.slice(value.offset, value.offset + value.length));
    const key = String(name.value);
    if (seen.has(key) && !isDeepStrictEqual(seen.get(key), read)) return key;
    seen.set(key, read);
  }
  return null;
}
