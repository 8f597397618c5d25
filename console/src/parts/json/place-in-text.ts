import type { Text } from '@codemirror/state';
import type { SyntaxNode, Tree } from '@lezer/common';
import { parsePath } from './json-path.js';

interface Place {
  readonly from: number;
  readonly to: number;
}

function children(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) found.push(child);
  return found;
}

const isValue = ({ name }: SyntaxNode): boolean => !/^(?:[[\]{}]|,|:|⚠|PropertyName)$/.test(name);

function memberOf(node: SyntaxNode, name: string, text: Text): SyntaxNode | undefined {
  return children(node).find((property) => {
    const written = property.getChild('PropertyName');
    return written !== null && text.sliceString(written.from, written.to) === JSON.stringify(name);
  });
}

/** Where a place of the document stands in its text; of what is missing, where it would stand. */
export function placeIn(tree: Tree, text: Text, path: string): Place {
  let node: SyntaxNode | null = tree.topNode.firstChild;
  let place: Place = { from: 0, to: Math.min(1, text.length) };
  for (const step of parsePath(path) ?? []) {
    if (node === null) break;
    if (typeof step === 'number') {
      const element: SyntaxNode | undefined = children(node).filter(isValue)[step];
      if (element === undefined) break;
      node = element;
      place = { from: element.from, to: element.to };
    } else {
      const property = memberOf(node, step, text);
      if (property === undefined) break;
      const name = property.getChild('PropertyName');
      place = name ?? property;
      node = children(property).find(isValue) ?? null;
    }
  }
  return { from: place.from, to: place.to };
}
