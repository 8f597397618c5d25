import type { IncomingHttpHeaders } from 'node:http';
import { type HTMLElement, parse } from 'node-html-parser';

/** One answer on the way to a page: the page itself, or a redirect before it. */
export interface Visit {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
}

/** What the browser shows after a navigation. */
export class BrowserPage {
  readonly #filled = new Map<string, string>();
  #document: HTMLElement | undefined;

  constructor(
    /** The address bar. */
    readonly url: URL,
    /** HTTP status; null when the browser was told not to go there (see {@link SignerBrowser}). */
    readonly status: number | null,
    readonly headers: IncomingHttpHeaders,
    readonly html: string,
    /** The redirects that led here and the page, in order. */
    readonly visits: readonly Visit[],
    /** The fields of the form whose submission led here; empty for a GET. */
    readonly submitted: URLSearchParams = new URLSearchParams(),
  ) {}

  get document(): HTMLElement {
    this.#document ??= parse(this.html, { comment: false });
    return this.#document;
  }

  /** Text as a person reads it, white space collapsed. */
  get text(): string {
    const visible = parse(this.html.replace(/^\s*<!doctype[^>]*>/i, ''), { comment: false });
    for (const hidden of visible.querySelectorAll('head, title, script, style, noscript')) hidden.remove();
    return visible.structuredText.replace(/\s+/g, ' ').trim();
  }

  get title(): string {
    return this.document.querySelector('title')?.text.trim() ?? '';
  }

  /** What was typed so far, by field name. */
  get filled(): ReadonlyMap<string, string> {
    return this.#filled;
  }

  /** Types into the field that `selector` finds. */
  fill(selector: string, value: string): this {
    const name = this.find(selector).getAttribute('name');
    if (name === undefined) throw new Error(`The field "${selector}" on ${this.url.href} has no name`);
    this.#filled.set(name, value);
    return this;
  }

  find(selector: string): HTMLElement {
    const element = this.document.querySelector(selector);
    if (!element)
      throw new Error(`Nothing matches "${selector}" on ${this.url.href} (${String(this.status)}): ${this.text}`);
    return element;
  }
}
