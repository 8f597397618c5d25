import { Html, isolated } from '../http/html.js';
import { hostOf, href } from './href.js';
import { loadMessages } from './messages.js';
import type { RenderedPage } from './page.js';
import { responseHeaders } from './response-headers.js';
import { loadTemplates, type Views } from './templates.js';

interface TestLoginPage {
  /** Name and first display name of the provider. */
  readonly provider: { readonly name: string; readonly displayName: string };
  /** Origin of the authorization endpoint; null when it is not known yet. */
  readonly origin: string | null;
  readonly formAction: string;
  /** Every origin that the post may be redirected to, see `contentSecurityPolicy`. */
  readonly formActionOrigins: readonly string[];
}

/** The two pages of a test login, for admins: English, like the API. */
export class TestLoginPages {
  private readonly templates = loadTemplates();
  private readonly messages = loadMessages().en;

  /** @param publicPath put before the path of the form */
  constructor(private readonly publicPath: string) {}

  /** Before the browser is sent to the provider. */
  start({ provider, origin, formAction, formActionOrigins }: TestLoginPage): RenderedPage {
    const host = hostOf(origin);
    const name = isolated(provider.displayName);
    return this.rendered(
      'choose',
      {
        title: 'Test login',
        introduction: new Html(
          `This tries out ${name.markup} as a signer would use it. It belongs to no envelope and signs nothing.`,
        ),
        previousFailure: null,
        details: {
          heading: 'About this test login',
          rows: [{ label: 'Provider', value: provider.name, code: true }],
        },
        formAction: href(formAction, this.publicPath),
        heading: 'Log in',
        providers: [
          {
            name: provider.name,
            label: new Html(`Continue with ${name.markup}`),
            opens: host === null ? null : new Html(`opens ${isolated(host).markup}`),
          },
        ],
        advice: [
          'Use an account of your own: the report shows what the provider tells about it.',
          'The report is encrypted and deleted after 24 hours.',
        ],
      },
      formActionOrigins,
    );
  }

  /** After the browser came back, whatever came of it. Says nothing that the link does not say. */
  result(testLoginId: string): RenderedPage {
    return this.rendered(
      'notice',
      {
        tone: 'information',
        title: 'The report is ready',
        text: 'The test login is over. What happened, step by step, stands in its report.',
        next: 'You can close this page: the report is at the provider in the console, and in the API.',
        attemptsLeft: null,
        action: null,
        details: {
          heading: 'About this test login',
          rows: [{ label: 'Test login', value: testLoginId, code: true }],
        },
      },
      null,
    );
  }

  private rendered<Name extends 'choose' | 'notice'>(
    name: Name,
    view: Views[Name],
    formActionOrigins: readonly string[] | null,
  ): RenderedPage {
    const frame = { language: 'en', title: view.title, footer: this.messages.text('footer.service') } as const;
    return {
      html: this.templates.document(name, view, frame),
      headers: responseHeaders({ language: 'en', styleHashes: this.templates.styleHashes(), formActionOrigins }),
    };
  }
}
