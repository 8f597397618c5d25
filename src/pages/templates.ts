import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Eta } from 'eta/core';
import { escapeHtml, Html } from '../http/html.js';
import { type BrandView, ownBrand } from './brand-view.js';
import { contentHash } from './content-security-policy.js';
import type { Language } from './language.js';
import type {
  ChooseView,
  ConsoleLinkView,
  DetailsView,
  ErrorIndexView,
  ErrorReferenceView,
  FrontView,
  LoginView,
  NoticeView,
  QuestionView,
} from './views.js';

/** Each template and the data that it needs. */
export interface Views {
  readonly choose: ChooseView & Partial<Pick<BrandView, 'notice'>>;
  readonly notice: NoticeView;
  readonly login: LoginView;
  readonly 'error-reference': ErrorReferenceView;
  readonly 'error-index': ErrorIndexView;
  readonly front: FrontView;
  readonly question: QuestionView;
  readonly 'console-link': ConsoleLinkView;
}

interface PartViews {
  readonly layout: object;
  readonly details: DetailsView;
  readonly icon: { readonly tone: NoticeView['tone'] };
}

const names: readonly (keyof Views | keyof PartViews)[] = [
  'layout',
  'details',
  'icon',
  'choose',
  'notice',
  'login',
  'error-reference',
  'error-index',
  'front',
  'question',
  'console-link',
];

/** The templates. Everything they print is escaped unless it is `Html`. */
class Templates {
  private readonly eta = new Eta({ escapeFunction: escapeHtml });
  private readonly style: Html;
  /** CSP source of the style element of every page. */
  private readonly styleHash: string;
  /** Asks a passkey. */
  readonly passkeyScript: Html;
  /** Posts what stands after the `#` of a link to the console. */
  readonly consoleLinkScript: Html;

  constructor() {
    for (const name of names) this.eta.loadTemplate(name, read(`${name}.eta`));
    const style = read('style.css');
    this.style = new Html(style);
    this.styleHash = contentHash(style);
    this.passkeyScript = new Html(read('passkey-script.eta'));
    this.consoleLinkScript = new Html(read('console-link-script.eta'));
  }

  /** CSP sources of the style elements of a page. */
  styleHashes({ style }: Pick<BrandView, 'style'> = ownBrand): readonly string[] {
    return style.markup === '' ? [this.styleHash] : [this.styleHash, contentHash(style.markup)];
  }

  /** A whole document: the template inside the layout. */
  document<Name extends keyof Views>(
    name: Name,
    view: Views[Name],
    frame: {
      readonly language: Language;
      readonly title: string;
      readonly footer: string;
      /** Default: ours. */
      readonly brand?: BrandView;
    },
  ): string {
    const body = new Html(this.eta.render(name, view));
    return this.eta.render('layout', { brand: ownBrand, ...frame, direction: 'ltr', body, style: this.style });
  }
}

let loaded: Templates | undefined;

/** The templates, read and compiled once in a process. */
export function loadTemplates(): Templates {
  loaded ??= new Templates();
  return loaded;
}

function read(file: string): string {
  return readFileSync(join(import.meta.dirname, 'templates', file), 'utf8');
}
