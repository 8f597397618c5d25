import type { Language } from './language.js';
import { loadMessages } from './messages.js';
import type { RenderedPage } from './page.js';
import { responseHeaders } from './response-headers.js';
import { loadTemplates } from './templates.js';

/** The page in front of everything: where people find the console, the API's description and the explanations of errors. */
export class FrontPage {
  private readonly templates = loadTemplates();
  private readonly messages = loadMessages();

  /** @param publicPath put before the paths of its links */
  constructor(private readonly publicPath: string) {}

  render(language: Language): RenderedPage {
    const messages = this.messages[language];
    const place = (key: 'console' | 'api' | 'errors', path: string) => ({
      href: `${this.publicPath}${path}`,
      label: messages.text(`front.${key}.label`),
      text: messages.text(`front.${key}.text`),
    });
    const view = {
      title: messages.text('front.title'),
      introduction: messages.text('front.introduction'),
      places: [place('console', '/console'), place('api', '/docs'), place('errors', '/errors')],
      signers: messages.text('front.signers'),
    };
    const frame = { language, title: view.title, footer: messages.text('footer.service') };
    return {
      html: this.templates.document('front', view, frame),
      headers: responseHeaders({ language, styleHashes: this.templates.styleHashes(), formActionOrigins: null }),
    };
  }
}
