import { type DefaultTreeAdapterTypes, parse } from 'parse5';

type Node = DefaultTreeAdapterTypes.Node;
type Element = DefaultTreeAdapterTypes.Element;

/** A page as a browser's parser sees it, for judging what the renderer wrote. */
export class ParsedDocument {
  /** All elements in document order. */
  readonly elements: readonly Element[];
  /** What a signer can read, style and title left out. */
  readonly text: string;

  constructor(private readonly html: string) {
    this.elements = elementsUnder(parse(html));
    const [body] = this.all('body');
    this.text = body ? textContent(body) : '';
  }

  /** Everything that the HTML standard calls a parse error, by code. Empty for a conforming document. */
  get parseErrors(): readonly string[] {
    const errors: string[] = [];
    // The places that come with errors take most of a parser's time: only for whoever asks.
    parse(this.html, { onParseError: ({ code }) => errors.push(code) });
    return errors;
  }

  all(tagName: string): readonly Element[] {
    return this.elements.filter((element) => element.tagName === tagName);
  }

  /** Text of the first element of that name; `undefined` when there is none. */
  textOf(tagName: string): string | undefined {
    const element = this.all(tagName)[0];
    return element && textContent(element);
  }

  /** Element names with the names of their attributes, in document order: what hostile text must not be able to change. */
  get skeleton(): readonly string[] {
    return this.elements.map(({ tagName, attrs }) => `${tagName}(${attrs.map(({ name }) => name).join(' ')})`);
  }
}

export function attribute(element: Element, name: string): string | undefined {
  return element.attrs.find((candidate) => candidate.name === name)?.value;
}

export function textContent(node: Node): string {
  if ('value' in node) return node.value;
  return 'childNodes' in node ? node.childNodes.map(textContent).join('') : '';
}

function elementsUnder(node: Node): Element[] {
  const below = 'childNodes' in node ? node.childNodes.flatMap(elementsUnder) : [];
  return 'tagName' in node ? [node, ...below] : below;
}
