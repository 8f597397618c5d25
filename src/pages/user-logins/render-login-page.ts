import type { Brand } from '../../branding/brand-of-tenant.js';
import type { Language } from '../../http/languages.js';
import { brandView } from '../brand-view.js';
import { contentHash, LOOPBACK_SOURCES } from '../content-security-policy.js';
import { href } from '../href.js';
import { loadMessages } from '../messages.js';
import type { RenderedPage } from '../page.js';
import { responseHeaders } from '../response-headers.js';
import { loadTemplates } from '../templates.js';
import type { LoginView, NoticeView } from '../views.js';
import type { LoginPage } from './login-page.js';
import { type LoginTextKey, type LoginTexts, loadLoginTexts } from './login-texts.js';
import { askForResetView, logInView, newPasswordView, secondFactorView } from './login-view.js';

/** Turns a `LoginPage` into HTML and the headers to send with it, in the look of the signer's pages. */
export class LoginPageRenderer {
  private readonly templates = loadTemplates();
  private readonly texts = loadLoginTexts();
  private readonly messages = loadMessages();

  /** @param publicPath put before every path that a page leads to */
  constructor(private readonly publicPath: string) {}

  /** @param brand of the tenant that is logged in to; null: a tenant's that has changed nothing, or nobody's */
  render(page: LoginPage, language: Language, brand: Brand | null = null): RenderedPage {
    const texts = this.texts[language];
    const view = this.viewOf(page, texts);
    const { script } = 'form' in view ? view : { script: null };
    const shown = brandView(brand, this.messages[language], this.publicPath);
    const frame = { language, title: titleText(page, texts), footer: texts.text('footer'), brand: shown };
    const html =
      'form' in view ? this.templates.document('login', view, frame) : this.templates.document('notice', view, frame);
    return {
      html,
      headers: responseHeaders({
        language,
        styleHashes: this.templates.styleHashes(shown),
        picture: shown.logo !== null,
        // A login ends at the application that asked for it, wherever that is.
        formActionOrigins: 'form' in view ? ['https:', ...LOOPBACK_SOURCES] : null,
        scriptHash: script === null ? null : contentHash(script.markup),
      }),
    };
  }

  private viewOf(page: LoginPage, texts: LoginTexts): LoginView | NoticeView {
    const { publicPath } = this;
    switch (page.kind) {
      case 'log-in':
        return logInView(page, texts, publicPath);
      case 'second-factor':
        return secondFactorView(page, texts, publicPath, this.templates.passkeyScript);
      case 'ask-for-reset':
        return askForResetView(page, texts, publicPath);
      case 'new-password':
        return newPasswordView(page, texts, publicPath);
      case 'reset-sent':
        return this.notice(texts, 'information', 'reset.sent', this.link(texts, 'reset.back', page.loginPath));
      case 'password-changed':
        return this.notice(texts, 'success', 'reset.done', this.link(texts, 'login.submit', page.loginPath));
      case 'logged-in': {
        const action = page.consolePath === null ? null : this.link(texts, 'loggedIn.console', page.consolePath);
        const text = texts.sentence('loggedIn.text', { tenant: page.tenant });
        return { ...this.notice(texts, 'success', 'loggedIn', action), text };
      }
      case 'notice': {
        const action = page.loginPath === null ? null : this.link(texts, 'login.startAgain', page.loginPath);
        const messages = this.messages[texts.language];
        const seconds = page.waitSeconds;
        return {
          tone: 'problem',
          title: texts.text(`${page.notice}.title`),
          text: texts.text('login.failed'),
          next: seconds === null ? texts.text(`${page.notice}.next`) : messages.text('notice.tryAgainIn', { seconds }),
          attemptsLeft: null,
          action,
          details: {
            heading: messages.text('details.request'),
            rows: [{ label: messages.text('details.reference'), value: page.correlationId, code: true }],
          },
        };
      }
    }
  }

  private link(texts: LoginTexts, key: LoginTextKey, path: string): NoticeView['action'] {
    return { label: texts.text(key), href: href(path, this.publicPath) };
  }

  private notice(
    texts: LoginTexts,
    tone: NoticeView['tone'],
    name: 'reset.sent' | 'reset.done' | 'loggedIn',
    action: NoticeView['action'],
  ): NoticeView {
    return {
      tone,
      title: texts.text(`${name}.title`),
      text: name === 'loggedIn' ? '' : texts.text(`${name}.text`),
      next: texts.text(`${name}.next`),
      attemptsLeft: null,
      action,
      details: { heading: '', rows: [] },
    };
  }
}

/** The title of the window, where no markup can stand. */
function titleText(page: LoginPage, texts: LoginTexts): string {
  switch (page.kind) {
    case 'log-in':
      return texts.text('login.submit');
    case 'second-factor':
      return texts.text('secondFactor.title');
    case 'reset-sent':
      return texts.text('reset.sent.title');
    case 'password-changed':
      return texts.text('reset.done.title');
    case 'logged-in':
      return texts.text('loggedIn.title');
    case 'notice':
      return texts.text(`${page.notice}.title`);
    case 'ask-for-reset':
    case 'new-password':
      return texts.text('reset.title');
  }
}
