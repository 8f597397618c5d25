import { isolated } from '../../http/html.js';
import { LEAST_CHARACTERS, MOST_CHARACTERS } from '../../user-logins/passwords/judge-password.js';
import { hostOf, href } from '../href.js';
import { localised } from '../language.js';
import type { LoginField, LoginView } from '../views.js';
import type { LoginPage } from './login-page.js';
import type { LoginTexts } from './login-texts.js';

type PageOf<Kind extends LoginPage['kind']> = Extract<LoginPage, { readonly kind: Kind }>;

const nothing: Omit<LoginView, 'title'> = {
  introduction: null,
  failure: null,
  choices: null,
  form: null,
  passkey: null,
  links: [],
  advice: null,
  script: null,
};

const field = (name: string, label: string, more: Partial<LoginField>): LoginField => ({
  name,
  label,
  hint: null,
  type: 'text',
  autocomplete: 'off',
  inputmode: null,
  value: '',
  ...more,
});

const failureView = (texts: LoginTexts, failure: PageOf<'notice'>['notice'] | null): LoginView['failure'] =>
  failure === null ? null : { title: texts.text(`${failure}.title`), next: texts.text(`${failure}.next`) };

export function logInView(page: PageOf<'log-in'>, texts: LoginTexts, publicPath: string): LoginView {
  const { path, providers, withPassword, resetPath } = page;
  return {
    ...nothing,
    title: texts.sentence('login.title', { tenant: page.tenant }),
    introduction: texts.sentence('login.toClient', { client: page.client }),
    failure: failureView(texts, page.failure),
    choices:
      providers.length === 0
        ? null
        : {
            heading: texts.text('login.providers'),
            action: href(`${path}/provider`, publicPath),
            items: providers.map((provider) => {
              const name = localised(provider.displayName, texts.language, provider.name);
              const host = hostOf(provider.origin);
              return {
                name: provider.name,
                label: texts.sentence('login.continueWith', { provider: isolated(name.text, name.language) }),
                opens: host === null ? null : texts.sentence('login.opens', { host }),
              };
            }),
          },
    form: withPassword
      ? {
          heading: providers.length === 0 ? null : texts.text('login.withPassword'),
          action: href(`${path}/password`, publicPath),
          fields: [
            field('email', texts.text('login.email'), {
              type: 'email',
              autocomplete: 'username',
              inputmode: 'email',
              value: page.email,
            }),
            field('password', texts.text('login.password'), { type: 'password', autocomplete: 'current-password' }),
          ],
          submit: texts.text('login.submit'),
        }
      : null,
    links:
      withPassword && resetPath !== null
        ? [{ href: href(resetPath, publicPath), label: texts.text('login.forgotten') }]
        : [],
    advice: withPassword ? texts.sentence('login.advice', { host: page.host }) : null,
  };
}

export function secondFactorView(
  page: PageOf<'second-factor'>,
  texts: LoginTexts,
  publicPath: string,
  script: LoginView['script'],
): LoginView {
  const action = href(`${page.path}/second-factor`, publicPath);
  return {
    ...nothing,
    title: texts.text('secondFactor.title'),
    introduction: texts.text('secondFactor.text'),
    failure: failureView(texts, page.failure),
    passkey:
      page.passkeyRequest === null
        ? null
        : {
            heading: texts.text('secondFactor.passkeyHeading'),
            action,
            options: JSON.stringify(page.passkeyRequest),
            submit: texts.text('secondFactor.passkey'),
            needsScript: texts.text('secondFactor.passkeyNeedsScript'),
          },
    form: {
      heading: null,
      action,
      fields: [
        field('code', texts.text('secondFactor.code'), {
          hint: texts.text('secondFactor.codeHint'),
          autocomplete: 'one-time-code',
        }),
      ],
      submit: texts.text('secondFactor.submit'),
    },
    links: [{ href: href(`${page.path}?again`, publicPath), label: texts.text('secondFactor.otherAccount') }],
    script: page.passkeyRequest === null ? null : script,
  };
}

export function askForResetView(page: PageOf<'ask-for-reset'>, texts: LoginTexts, publicPath: string): LoginView {
  return {
    ...nothing,
    title: texts.text('reset.title'),
    introduction: texts.text('reset.ask'),
    form: {
      heading: null,
      action: href(page.path, publicPath),
      fields: [
        field('email', texts.text('login.email'), { type: 'email', autocomplete: 'username', inputmode: 'email' }),
      ],
      submit: texts.text('reset.send'),
    },
    links: [{ href: href(page.loginPath, publicPath), label: texts.text('reset.back') }],
  };
}

export function newPasswordView(page: PageOf<'new-password'>, texts: LoginTexts, publicPath: string): LoginView {
  const { refusal } = page;
  const count = refusal === 'too_long' ? MOST_CHARACTERS : LEAST_CHARACTERS;
  return {
    ...nothing,
    title: texts.text('reset.title'),
    introduction: null,
    failure:
      refusal === null ? null : { title: texts.text('reset.title'), next: texts.text(`refusal.${refusal}`, { count }) },
    form: {
      heading: null,
      action: href(page.path, publicPath),
      fields: [
        field('password', texts.text('reset.new'), {
          hint: texts.text('reset.newHint', { count: LEAST_CHARACTERS }),
          type: 'password',
          autocomplete: 'new-password',
        }),
      ],
      submit: texts.text('reset.save'),
    },
  };
}
