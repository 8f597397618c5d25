import type { Brand } from '../../branding/brand-of-tenant.js';
import type { Language } from '../../http/languages.js';
import { brandView } from '../brand-view.js';
import { loadMessages } from '../messages.js';
import type { RenderedPage } from '../page.js';
import { responseHeaders } from '../response-headers.js';
import { loadTemplates } from '../templates.js';
import { loadLoginTexts } from '../user-logins/login-texts.js';
import type { BindingPage } from './binding-page.js';
import { loadBindingTexts } from './binding-texts.js';
import { endedView, linkView, resultView } from './binding-view.js';

/** Turns a `BindingPage` into HTML and the headers to send with it, in the look of the signer's pages. Without any script. */
export class BindingPageRenderer {
  private readonly templates = loadTemplates();
  private readonly texts = loadBindingTexts();
  private readonly loginTexts = loadLoginTexts();
  private readonly messages = loadMessages();

  /** @param publicPath put before every path that a page leads to */
  constructor(private readonly publicPath: string) {}

  render(page: BindingPage, language: Language, brand: Brand | null = null): RenderedPage {
    const texts = this.texts[language];
    const login = this.loginTexts[language];
    const shown = brandView(brand, this.messages[language], this.publicPath);
    const frame = { language, footer: login.text('footer'), brand: shown };
    const headers = (formActionOrigins: readonly string[] | null) =>
      responseHeaders({
        language,
        styleHashes: this.templates.styleHashes(shown),
        picture: shown.logo !== null,
        formActionOrigins,
      });
    if (page.kind === 'link') {
      const view = linkView(page, texts, login, this.publicPath);
      const title = texts.text(`${page.link}.title`);
      return {
        html: this.templates.document('login', view, { ...frame, title }),
        headers: headers(page.formActionOrigins),
      };
    }
    const view = page.kind === 'ended' ? endedView(page, texts) : resultView(page, texts, this.publicPath);
    return { html: this.templates.document('notice', view, { ...frame, title: view.title }), headers: headers(null) };
  }
}
