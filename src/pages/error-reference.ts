import type { CatalogueEntry } from '../errors/catalogue-entry.js';
import { escapeHtml, Html } from '../http/html.js';
import { loadMessages } from './messages.js';
import type { RenderedPage } from './page.js';
import { responseHeaders } from './response-headers.js';
import { loadTemplates, type Views } from './templates.js';
import type { DetailRow, ErrorIndexView, ErrorReferenceView } from './views.js';

/** Where the pages are served. The page of a code is also the `type` URI of its problem answers (RFC 9457 §3.1.1). */
const indexPath = '/errors';

/** The page of each error code, for admins who follow the `type` of a problem. English, like the API; no secrets, no sign-in needed. */
export class ErrorReference {
  private readonly templates = loadTemplates();
  private readonly messages = loadMessages().en;
  private readonly indexHref: string;

  /** @param publicPath put before the paths of its links */
  constructor(publicPath: string) {
    this.indexHref = `${publicPath}${indexPath}`;
  }

  /** What one code means, how to make sure, and what to do. */
  page(code: string, entry: CatalogueEntry): RenderedPage {
    return this.rendered('error-reference', {
      title: entry.title,
      sections: [
        { heading: 'What lies behind it', text: withCode(entry.cause) },
        { heading: 'How to make sure', text: withCode(entry.confirm) },
        { heading: 'What to do', text: withCode(entry.remedy) },
        ...this.signerSection(entry),
      ],
      details: { heading: 'About this code', rows: detailRows(code, entry) },
      indexHref: this.indexHref,
    });
  }

  /** All codes with their titles, by the step that fails, in the order given. */
  index(entries: Readonly<Record<string, CatalogueEntry>>): RenderedPage {
    const groups = new Map<string, ErrorIndexView['groups'][number]['entries'][number][]>();
    for (const [code, { title }] of Object.entries(entries)) {
      const step = code.split('.', 1)[0] ?? code;
      const group = groups.get(step) ?? [];
      group.push({ code, title, href: `${this.indexHref}/${encodeURIComponent(code)}` });
      groups.set(step, group);
    }
    return this.rendered('error-index', {
      title: 'Error codes',
      introduction:
        'A code names the step that failed and the reason. It stands in the member “code” of every problem answer, in the audit trail and in the log.',
      groups: [...groups].map(([step, group]) => ({ step, entries: group })),
    });
  }

  private signerSection(entry: CatalogueEntry): ErrorReferenceView['sections'] {
    if (!entry.signer) return [];
    const { signer } = entry;
    const told = [this.messages.text(`${signer}.title`), this.messages.text(`${signer}.text`)].join('. ');
    return [{ heading: 'What the signer is told', text: new Html(escapeHtml(told)) }];
  }

  private rendered<Name extends 'error-reference' | 'error-index'>(name: Name, view: Views[Name]): RenderedPage {
    const frame = { language: 'en', title: view.title, footer: this.messages.text('footer.service') } as const;
    const headers = responseHeaders({
      language: 'en',
      styleHashes: this.templates.styleHashes(),
      formActionOrigins: null,
    });
    return {
      html: this.templates.document(name, view, frame),
      headers: { ...headers, 'Cache-Control': 'public, max-age=3600' },
    };
  }
}

function detailRows(code: string, entry: CatalogueEntry): DetailRow[] {
  const rows: (DetailRow | false)[] = [
    { label: 'Code', value: code, code: true },
    { label: 'HTTP status', value: String(entry.status) },
    entry.setting !== undefined && { label: 'Provider setting', value: withBreaks(entry.setting), code: true },
    entry.signer !== undefined && {
      label: 'Counts as an attempt',
      value: entry.countsTowardsMaxAttempts ? 'Yes' : 'No',
    },
    entry.referenceName !== undefined && { label: 'eSignAnyWhere', value: entry.referenceName, code: true },
  ];
  return rows.filter((row) => row !== false);
}

/** The catalogue marks names of settings and commands with backticks, as its Markdown edition needs. */
function withCode(text: string): Html {
  return new Html(escapeHtml(text).replace(/`([^`]+)`/g, '<code>$1</code>'));
}

/** Lets a long JSON path wrap between its members rather than within one. */
function withBreaks(path: string): Html {
  return new Html(escapeHtml(path).replace(/\./g, '<wbr>.'));
}
