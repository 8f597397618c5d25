import { contentHash } from '../content-security-policy.js';
import { href } from '../href.js';
import type { Language } from '../language.js';
import { loadMessages } from '../messages.js';
import type { RenderedPage } from '../page.js';
import { responseHeaders } from '../response-headers.js';
import { loadTemplates } from '../templates.js';

/** Below the path of `PUBLIC_URL`. */
const CONSOLE_LINK_PATH = '/console-link';

/** Pages of a link to the console. */
export class ConsoleLinkPage {
  private readonly templates = loadTemplates();
  private readonly messages = loadMessages();

  /** @param publicPath put before the path that its form posts to */
  constructor(private readonly publicPath: string) {}

  /** Posts the token that stands after the `#` of its address, which no server is ever told otherwise. */
  opening(language: Language): RenderedPage {
    const messages = this.messages[language];
    const script = this.templates.consoleLinkScript;
    const title = messages.text('consoleLink.title');
    const view = {
      title,
      text: messages.text('consoleLink.text'),
      action: href(CONSOLE_LINK_PATH, this.publicPath),
      script,
    };
    return {
      html: this.templates.document('console-link', view, this.frame(title, language)),
      headers: responseHeaders({
        language,
        styleHashes: this.templates.styleHashes(),
        formActionOrigins: [],
        scriptHash: contentHash(script.markup),
      }),
    };
  }

  refused(language: Language): RenderedPage {
    const messages = this.messages[language];
    const title = messages.text('consoleLink.refused.title');
    const view = {
      tone: 'problem',
      title,
      text: messages.text('consoleLink.refused.text'),
      next: messages.text('consoleLink.refused.next'),
      attemptsLeft: null,
      action: null,
      details: { heading: '', rows: [] },
    } as const;
    return {
      html: this.templates.document('notice', view, this.frame(title, language)),
      headers: responseHeaders({ language, styleHashes: this.templates.styleHashes(), formActionOrigins: null }),
    };
  }

  private frame(title: string, language: Language): { title: string; language: Language; footer: string } {
    return { title, language, footer: this.messages[language].text('footer.service') };
  }
}
