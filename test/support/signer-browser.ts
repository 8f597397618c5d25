import { Agent } from 'undici';
import { isLoopback } from './http/loopback.js';
import { BrowserCookies } from './signer-browser/cookies.js';
import { type FormSubmission, selfSubmittingForm, submissionOf } from './signer-browser/form.js';
import { BrowserPage, type Visit } from './signer-browser/page.js';
import { navigate } from './signer-browser/request.js';
import { relationOf, type SiteRelation, worseOf } from './signer-browser/site.js';

export { BrowserPage } from './signer-browser/page.js';

interface SignerBrowserOptions {
  /** PEM certificates of CAs to trust besides the usual ones. */
  readonly certificateAuthorities?: readonly string[];
  /** `Accept-Language`, default `en`. */
  readonly language?: string;
  /** Addresses that are shown but not fetched. Default: everything that is not a loopback address, so return URLs too. */
  readonly doNotFetch?: (url: URL) => boolean;
}

interface Request {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly fields?: URLSearchParams;
}

const MOST_REDIRECTS = 20;

/**
 * A signer's browser without a renderer: cookies with their SameSite rules, redirects, forms, `Sec-Fetch-Site` and `Origin` as
 * browsers send them, and pages that submit themselves. Walks a whole login in milliseconds. What scripts, CSP or
 * accessibility do is for a real browser (chromium.ts).
 */
export class SignerBrowser {
  readonly cookies = new BrowserCookies();
  readonly #agent: Agent;
  readonly #language: string;
  readonly #doNotFetch: (url: URL) => boolean;
  #page: BrowserPage | undefined;

  constructor(options: SignerBrowserOptions = {}) {
    const { certificateAuthorities } = options;
    this.#agent = new Agent(certificateAuthorities ? { connect: { ca: [...certificateAuthorities] } } : {});
    this.#language = options.language ?? 'en';
    this.#doNotFetch = options.doNotFetch ?? ((url) => !isLoopback(url.hostname));
  }

  /** The page shown now. */
  get page(): BrowserPage {
    if (!this.#page) throw new Error('Nothing was opened yet');
    return this.#page;
  }

  /** Opens an address as if typed or clicked in an e-mail: no page before it. */
  open(url: string | URL): Promise<BrowserPage> {
    return this.#go({ method: 'GET', url: new URL(url) }, null);
  }

  /** Follows a link, or submits the form to which a button belongs; `selector` finds the link or button. */
  click(selector: string): Promise<BrowserPage> {
    const { page } = this;
    const element = page.find(selector);
    if (element.tagName === 'A') {
      return this.#go({ method: 'GET', url: new URL(element.getAttribute('href') ?? '', page.url) }, page);
    }
    const form = element.closest('form') ?? page.find(`form[id="${element.getAttribute('form') ?? ''}"]`);
    return this.#submit(submissionOf(form, page.url, page.filled, element), page);
  }

  /** Sends a form that a page of `from` (any origin, e.g. an attacker's) would send. */
  post(url: string | URL, fields: Readonly<Record<string, string>>, from: string | URL): Promise<BrowserPage> {
    const page = new BrowserPage(new URL(from), 200, {}, '', []);
    return this.#go({ method: 'POST', url: new URL(url), fields: new URLSearchParams(fields) }, page);
  }

  /** Loads the page shown now once more, the way the reload button does. */
  reload(): Promise<BrowserPage> {
    const last = this.page.visits.at(-1);
    return this.#go({ method: last?.method ?? 'GET', url: this.page.url }, null);
  }

  async close(): Promise<void> {
    await this.#agent.close();
  }

  #submit(submission: FormSubmission, page: BrowserPage): Promise<BrowserPage> {
    const { method, action, fields } = submission;
    if (method === 'POST') return this.#go({ method, url: action, fields }, page);
    const url = new URL(action);
    url.search = fields.toString();
    return this.#go({ method, url }, page);
  }

  async #go(first: Request, from: BrowserPage | null): Promise<BrowserPage> {
    const initiator = from?.url ?? null;
    const referrerPolicy = String(from?.headers['referrer-policy'] ?? '');
    const visits: Visit[] = [];
    let request = first;
    let relation: SiteRelation = 'none';
    for (let hop = 0; hop <= MOST_REDIRECTS; hop += 1) {
      if (this.#doNotFetch(request.url)) {
        return this.#show(new BrowserPage(request.url, null, {}, '', visits, request.fields));
      }
      relation = worseOf(relation, relationOf(initiator, request.url));
      const { visit, body } = await navigate(
        { ...request, initiator, referrerPolicy, relation, language: this.#language },
        this.cookies,
        this.#agent,
      );
      visits.push(visit);
      const next = redirectOf(visit, request);
      if (!next)
        return this.#arrive(new BrowserPage(request.url, visit.status, visit.headers, body, visits, request.fields));
      request = next;
    }
    throw new Error(`More than ${MOST_REDIRECTS} redirects: ${visits.map(({ url }) => url.href).join(' → ')}`);
  }

  #arrive(page: BrowserPage): Promise<BrowserPage> {
    this.#show(page);
    const form = page.html.includes('submit()') ? selfSubmittingForm(page.document) : undefined;
    return form ? this.#submit(submissionOf(form, page.url, page.filled), page) : Promise.resolve(page);
  }

  #show(page: BrowserPage): BrowserPage {
    this.#page = page;
    return page;
  }
}

/** 307 and 308 repeat the request; the others become a GET. */
function redirectOf(visit: Visit, request: Request): Request | undefined {
  const location = visit.headers.location;
  if (location === undefined || ![301, 302, 303, 307, 308].includes(visit.status)) return undefined;
  const url = new URL(location, request.url);
  if (visit.status === 307 || visit.status === 308) return { ...request, url };
  return { method: 'GET', url };
}
