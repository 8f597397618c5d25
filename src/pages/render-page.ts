import type { Brand } from '../branding/brand-of-tenant.js';
import { brandView } from './brand-view.js';
import { chooseView } from './choose-view.js';
import type { Language } from './language.js';
import { loadMessages } from './messages.js';
import { noticeView } from './notice-view.js';
import type { Page, RenderedPage } from './page.js';
import { responseHeaders } from './response-headers.js';
import { loadTemplates } from './templates.js';

/**
 * Turns a `Page` into HTML and the headers to send with it. Reads its templates and messages once, when made; rendering does no I/O.
 * Pages need no script, load nothing, and can be read aloud, zoomed and used with a keyboard alone.
 */
export class PageRenderer {
  private readonly templates = loadTemplates();
  private readonly messages = loadMessages();

  /** @param publicPath put before every path that a page leads to; none where the service has a host of its own */
  constructor(private readonly publicPath: string) {}

  /**
   * @param language as chosen by `chooseLanguage`
   * @param brand of the tenant whose page it is; null: nobody's, or a tenant's that has changed nothing
   * @throws TypeError when a link, form action or form-action origin of the page is no path, URL or origin: a fault of the caller
   */
  render(page: Page, language: Language, brand: Brand | null = null): RenderedPage {
    const messages = this.messages[language];
    const footer = messages.text('footer.service');
    const view =
      page.kind === 'choose'
        ? chooseView(page, messages, this.publicPath)
        : noticeView(page, messages, this.publicPath);
    const shown = brandView(brand, messages, this.publicPath);
    const frame = { language, title: view.title, footer, brand: shown };
    const html =
      'providers' in view
        ? this.templates.document('choose', { ...view, notice: shown.notice }, frame)
        : this.templates.document('notice', view, frame);
    const formActionOrigins = page.kind === 'choose' ? page.formActionOrigins : null;
    const headers = responseHeaders({
      language,
      styleHashes: this.templates.styleHashes(shown),
      formActionOrigins,
      picture: shown.logo !== null,
    });
    return { html, headers };
  }
}
