import { isolated } from '../../http/html.js';
import { LEAST_CHARACTERS, MOST_CHARACTERS } from '../../user-logins/passwords/judge-password.js';
import { hostOf, href } from '../href.js';
import { localised } from '../language.js';
import type { LoginTexts } from '../user-logins/login-texts.js';
import type { LoginView, NoticeView } from '../views.js';
import type { BindingResultPage, LinkEndedPage, LinkPage } from './binding-page.js';
import type { BindingTexts } from './binding-texts.js';

type Parts = Pick<LoginView, 'form' | 'choices' | 'links'> & { readonly said: LoginView['introduction'] };

const nothing: Omit<Parts, 'said'> = { form: null, choices: null, links: [] };

/** The page of one step. */
export function linkView(page: LinkPage, texts: BindingTexts, login: LoginTexts, publicPath: string): LoginView {
  const { link, tenant, email } = page;
  const provider = providerName(page, texts);
  const values = { tenant, email, provider };
  const { said, ...parts } = partsOf(page, texts, login, publicPath);
  return {
    title: texts.text(`${link}.title`),
    introduction: texts.sentence(`${link}.introduction`, values),
    failure: failureView(page, texts, login),
    passkey: null,
    script: null,
    advice: page.step === 'ask_for_code' && page.needsCode ? null : texts.sentence('advice', { host: page.host }),
    ...parts,
    ...(said === null ? {} : { said }),
  };
}

const providerName = ({ provider }: LinkPage, texts: BindingTexts) => {
  if (provider === null) return '';
  const { text, language } = localised(provider.displayName, texts.language, provider.name);
  return isolated(text, language);
};

function partsOf(page: LinkPage, texts: BindingTexts, login: LoginTexts, publicPath: string): Parts {
  const { email } = page;
  // A link that was shown to whoever set up the account proves no address.
  const proved = page.needsCode ? 'text' : 'textWithoutCode';
  const path = (rest: string): string => href(`${page.path}${rest}`, publicPath);
  const form = (action: string, submit: string, fields: NonNullable<LoginView['form']>['fields'] = []) => ({
    heading: null,
    action,
    fields,
    submit,
  });
  switch (page.step) {
    case 'ask_for_code': {
      const said = page.needsCode ? texts.sentence('ask.text', { email }) : texts.text('begin.text');
      return {
        ...nothing,
        said,
        form: form(path('/code'), texts.text(page.needsCode ? 'ask.submit' : 'begin.submit')),
      };
    }
    case 'enter_code': {
      const code = {
        name: 'code',
        label: texts.text('enter.label'),
        hint: null,
        type: 'text',
        autocomplete: 'one-time-code',
        inputmode: 'numeric',
        value: '',
      } as const;
      const again = { href: path('?again'), label: texts.text('enter.again') };
      const said = texts.sentence('enter.text', { email });
      return { ...nothing, said, form: form(path(''), texts.text('enter.submit'), [code]), links: [again] };
    }
    case 'log_in_at_provider':
      return { ...nothing, said: texts.text(`provider.${proved}`), choices: choiceOf(page, texts, path('/provider')) };
    case 'choose_password': {
      const password = {
        name: 'password',
        label: login.text('reset.new'),
        hint: login.text('reset.newHint', { count: LEAST_CHARACTERS }),
        type: 'password',
        autocomplete: 'new-password',
        inputmode: null,
        value: '',
      } as const;
      return {
        ...nothing,
        said: texts.text(`password.${proved}`),
        form: form(path('/password'), login.text('reset.save'), [password]),
      };
    }
    case 'confirm': {
      const host = hostOf(page.provider?.origin ?? null);
      return {
        ...nothing,
        said: host === null ? null : texts.sentence('provider.opens', { host }),
        form: form(path(`/confirmation?settings=${page.identitySettings ?? ''}`), texts.text('confirm.submit')),
      };
    }
  }
}

function choiceOf({ provider }: LinkPage, texts: BindingTexts, action: string): LoginView['choices'] {
  if (provider === null) return null;
  const { text, language } = localised(provider.displayName, texts.language, provider.name);
  const host = hostOf(provider.origin);
  return {
    heading: texts.text('provider.heading'),
    action,
    items: [
      {
        name: provider.name,
        label: texts.sentence('provider.continueWith', { provider: isolated(text, language) }),
        opens: host === null ? null : texts.sentence('provider.opens', { host }),
      },
    ],
  };
}

function failureView({ failure }: LinkPage, texts: BindingTexts, login: LoginTexts): LoginView['failure'] {
  switch (failure) {
    case null:
      return null;
    case 'code_wrong':
      return { title: texts.text('enter.wrong.title'), next: texts.text('enter.wrong.next') };
    case 'settings_changed':
      return { title: texts.text('confirm.changed.title'), next: texts.text('confirm.changed.next') };
    default: {
      const count = failure === 'too_long' ? MOST_CHARACTERS : LEAST_CHARACTERS;
      return { title: login.text('reset.title'), next: login.text(`refusal.${failure}`, { count }) };
    }
  }
}

const noDetails = { attemptsLeft: null, details: { heading: '', rows: [] } } as const;

/** How it went. */
export function resultView(
  { result, loginPath }: BindingResultPage,
  texts: BindingTexts,
  publicPath: string,
): NoticeView {
  if (result !== 'done' && result !== 'confirmed')
    return {
      ...noDetails,
      tone: 'problem',
      title: texts.text('failed.title'),
      text: texts.text(result === 'changed' ? 'link.changed' : `failed.${result}`),
      next: texts.text(result === 'changed' ? 'link.changedNext' : 'failed.next'),
      action: null,
    };
  const action = loginPath === null ? null : { label: texts.text('done.logIn'), href: href(loginPath, publicPath) };
  const title = texts.text(`${result}.title`);
  return {
    ...noDetails,
    tone: 'success',
    title,
    text: texts.text(`${result}.text`),
    next: texts.text('done.next'),
    action,
  };
}

/** A link that leads nowhere any more, or never did. */
export function endedView({ providerChanged }: LinkEndedPage, texts: BindingTexts): NoticeView {
  return {
    ...noDetails,
    tone: 'information',
    title: texts.text('link.title'),
    text: texts.text(providerChanged ? 'link.changed' : 'link.text'),
    next: texts.text(providerChanged ? 'link.changedNext' : 'link.next'),
    action: null,
  };
}
