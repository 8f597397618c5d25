import type { ConsentRequest } from '../authorization-server/interactions/consent-requests.js';
import { displayText, isolated } from '../http/html.js';
import { hostOf, href } from './href.js';
import type { Language } from './language.js';
import { loadMessages } from './messages.js';
import type { RenderedPage } from './page.js';
import { responseHeaders } from './response-headers.js';
import { scopeWords } from './scope-words.js';
import { loadTemplates, type Views } from './templates.js';

/** Pages of the authorization server: what a user is asked, and what cannot be told to a client. */
export class AuthorizationPage {
  private readonly templates = loadTemplates();
  private readonly messages = loadMessages();

  /** @param publicPath put before the paths of its forms */
  constructor(private readonly publicPath: string) {}

  /** @param formAction path that the answer is posted to */
  consent(request: ConsentRequest, formAction: string, language: Language): RenderedPage {
    const messages = this.messages[language];
    const { client, user, scopes } = request;
    const host = hostOf(request.redirectUri) ?? '';
    const view: Views['question'] = {
      title: messages.sentence('consent.title', { client: client.name }),
      introduction: messages.sentence('consent.introduction', { client: client.name, tenant: request.tenant }),
      details: {
        heading: messages.text('consent.details'),
        rows: [
          { label: messages.text('consent.application'), value: isolated(displayText(client.name)) },
          { label: messages.text('consent.tenant'), value: isolated(request.tenant) },
          {
            label: messages.text('consent.registeredBy'),
            value: client.registeredBy === null ? messages.text('consent.byProgram') : isolated(client.registeredBy),
          },
          { label: messages.text('consent.registered'), value: messages.dateTime(client.registeredAt) },
          { label: messages.text('consent.returns'), value: isolated(host) },
          { label: messages.text('consent.account'), value: isolated(user.email) },
          ...(request.resource === null
            ? []
            : [{ label: messages.text('consent.resource'), value: isolated(request.resource) }]),
        ],
      },
      list:
        scopes.length === 0
          ? { heading: messages.text('consent.nothing'), items: [] }
          : { heading: messages.text('consent.scopes'), items: scopes.map((scope) => scopeWords(scope, messages)) },
      form: {
        action: href(formAction, this.publicPath),
        hidden: [],
        answers: [
          ...(scopes.length === 0
            ? []
            : [{ name: 'answer', value: 'allow', label: messages.text('consent.allow'), main: true }]),
          { name: 'answer', value: 'refuse', label: messages.text('consent.refuse'), main: false },
        ],
      },
      advice: messages.text('consent.advice'),
    };
    return this.rendered('question', view, language, [new URL(request.redirectUri).origin]);
  }

  /**
   * @param code error code of OAuth 2.0, for support
   * @param waitSeconds after how many it is worth trying again; null: nobody knows
   */
  failed(code: string, reference: string | null, waitSeconds: number | null, language: Language): RenderedPage {
    const messages = this.messages[language];
    const name = waitSeconds === null ? 'authorization.failed' : 'something_failed';
    const view: Views['notice'] = {
      tone: 'problem',
      title: messages.text(`${name}.title`),
      text: messages.text(`${name}.text`),
      next:
        waitSeconds === null
          ? messages.text('authorization.failed.next')
          : messages.text('notice.tryAgainIn', { seconds: waitSeconds }),
      attemptsLeft: null,
      action: null,
      details: {
        heading: messages.text('details.request'),
        rows: [
          { label: messages.text('authorization.failed.code'), value: displayText(code), code: true },
          ...(reference === null
            ? []
            : [{ label: messages.text('details.reference'), value: displayText(reference), code: true }]),
        ],
      },
    };
    return this.rendered('notice', view, language, null);
  }

  /**
   * @param xsrf proves that the answer comes from this page
   * @param goesOnTo origins to which the browser is sent once it has logged out, beside our own
   */
  logout(action: string, xsrf: string, goesOnTo: readonly string[], language: Language): RenderedPage {
    const messages = this.messages[language];
    const view: Views['question'] = {
      title: messages.text('logout.title'),
      introduction: messages.text('logout.text'),
      details: null,
      list: null,
      form: {
        action: href(action, ''),
        hidden: [{ name: 'xsrf', value: xsrf }],
        answers: [
          { name: 'logout', value: 'yes', label: messages.text('logout.yes'), main: true },
          { name: 'logout', value: '', label: messages.text('logout.no'), main: false },
        ],
      },
      advice: null,
    };
    return this.rendered('question', view, language, goesOnTo);
  }

  loggedOut(language: Language): RenderedPage {
    const messages = this.messages[language];
    const view: Views['notice'] = {
      tone: 'success',
      title: messages.text('loggedOut.title'),
      text: messages.text('loggedOut.text'),
      next: '',
      attemptsLeft: null,
      action: null,
      details: { heading: '', rows: [] },
    };
    return this.rendered('notice', view, language, null);
  }

  private rendered<Name extends 'question' | 'notice'>(
    name: Name,
    view: Views[Name],
    language: Language,
    formActionOrigins: readonly string[] | null,
  ): RenderedPage {
    const title = typeof view.title === 'string' ? view.title : view.title.markup.replace(/<[^>]*>/g, '');
    const frame = { language, title, footer: this.messages[language].text('footer.service') };
    return {
      html: this.templates.document(name, view, frame),
      headers: responseHeaders({ language, styleHashes: this.templates.styleHashes(), formActionOrigins }),
    };
  }
}
