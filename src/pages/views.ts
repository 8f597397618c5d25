import type { Html } from '../http/html.js';

/** What the templates print: texts in the signer's language, already chosen and formatted. Strings are escaped, `Html` is not. */

export interface DetailRow {
  readonly label: string;
  readonly value: string | Html;
  /** Set apart as something to copy letter by letter. */
  readonly code?: boolean;
}

export interface DetailsView {
  readonly heading: string;
  readonly rows: readonly DetailRow[];
}

export interface ChooseView {
  readonly title: string;
  readonly introduction: string | Html;
  readonly previousFailure: { readonly heading: string; readonly title: string; readonly next: string } | null;
  readonly details: DetailsView;
  readonly formAction: string;
  readonly heading: string;
  readonly providers: readonly { readonly name: string; readonly label: Html; readonly opens: Html | null }[];
  readonly advice: readonly (string | Html)[];
}

/** The page that a link to the console opens: its script posts the link's token. */
export interface ConsoleLinkView {
  readonly title: string;
  readonly text: string;
  /** Where it is posted to. */
  readonly action: string;
  readonly script: Html;
}

/** One page of a login: every part is there or not. */
export interface LoginView {
  readonly title: string | Html;
  readonly introduction: string | Html | null;
  /** What is to be done now. */
  readonly said?: string | Html | null;
  readonly failure: { readonly title: string; readonly next: string } | null;
  readonly choices: {
    readonly heading: string;
    readonly action: string;
    readonly items: readonly { readonly name: string; readonly label: Html; readonly opens: Html | null }[];
  } | null;
  readonly form: {
    readonly heading: string | null;
    readonly action: string;
    readonly fields: readonly LoginField[];
    readonly submit: string;
  } | null;
  readonly passkey: {
    readonly heading: string;
    readonly action: string;
    /** JSON of what the browser asks the passkey by. */
    readonly options: string;
    readonly submit: string;
    readonly needsScript: string;
  } | null;
  readonly links: readonly { readonly href: string; readonly label: string }[];
  readonly advice: string | Html | null;
  /** The page's one script; null: it has none. */
  readonly script: Html | null;
}

export interface LoginField {
  readonly name: string;
  readonly label: string;
  readonly hint: string | null;
  readonly type: 'email' | 'password' | 'text';
  readonly autocomplete: string;
  readonly inputmode: string | null;
  readonly value: string;
}

export type Tone = 'success' | 'waiting' | 'information' | 'problem';

export interface NoticeView {
  readonly tone: Tone;
  readonly title: string;
  /** What happened. */
  readonly text: string | Html;
  /** What the signer can do. */
  readonly next: string;
  readonly attemptsLeft: string | null;
  readonly action: { readonly label: string; readonly href: string } | null;
  readonly details: DetailsView;
}

/** A question with a form of buttons. */
export interface QuestionView {
  readonly title: string | Html;
  readonly introduction: string | Html;
  readonly details: DetailsView | null;
  readonly list: { readonly heading: string; readonly items: readonly (string | Html)[] } | null;
  readonly form: {
    readonly action: string;
    readonly hidden: readonly { readonly name: string; readonly value: string }[];
    readonly answers: readonly {
      readonly name: string;
      readonly value: string;
      readonly label: string;
      readonly main: boolean;
    }[];
  };
  readonly advice: string | null;
}

export interface ErrorReferenceView {
  readonly title: string;
  readonly sections: readonly { readonly heading: string; readonly text: Html }[];
  readonly details: DetailsView;
  readonly indexHref: string;
}

export interface ErrorIndexView {
  readonly title: string;
  readonly introduction: string;
  readonly groups: readonly {
    readonly step: string;
    readonly entries: readonly { readonly code: string; readonly title: string; readonly href: string }[];
  }[];
}

export interface FrontView {
  readonly title: string;
  readonly introduction: string;
  readonly places: readonly { readonly href: string; readonly label: string; readonly text: string }[];
  /** For signers who ended up here without their link. */
  readonly signers: string;
}
