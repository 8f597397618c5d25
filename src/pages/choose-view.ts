import { displayText, Html, isolated } from '../http/html.js';
import { detailsView } from './details-view.js';
import { hostOf, href } from './href.js';
import { localised } from './language.js';
import type { Messages } from './messages.js';
import type { ChoosePage, MaskedRecipient, ProviderChoice } from './page.js';
import type { ChooseView } from './views.js';

/**
 * The page before the login, made to be recognised: who asks, for what, for whom, and which address opens next.
 * @param publicPath put before the path of its form
 */
export function chooseView(page: ChoosePage, messages: Messages, publicPath: string): ChooseView {
  const sender = displayText(page.requestedBy ?? '');
  const returnHost = hostOf(page.returnUrl);
  const alone = page.providers.length === 1;
  return {
    title: messages.text('choose.title'),
    introduction: sender
      ? messages.sentence('choose.introduction', { sender })
      : messages.text('choose.introductionWithoutSender'),
    previousFailure: page.previousFailure
      ? {
          heading: messages.text('choose.previousFailure'),
          title: messages.text(`${page.previousFailure}.title`),
          next: messages.text(`${page.previousFailure}.next`),
        }
      : null,
    details: detailsView(
      messages,
      { envelopeName: page.envelopeName ?? null },
      {
        signer: signer(page.recipient),
        validUntil: page.expiresAt,
      },
    ),
    formAction: href(page.formAction, publicPath),
    heading: messages.text('choose.providers', { count: page.providers.length }),
    providers: page.providers.map((provider) => providerButton(provider, alone, messages)),
    advice: [
      messages.text('choose.passwordOnlyThere'),
      ...(returnHost ? [messages.sentence('choose.afterwards', { host: returnHost })] : []),
      messages.text('choose.notYou'),
    ],
  };
}

function signer(recipient: MaskedRecipient): Html {
  const name = displayText(recipient.name ?? '');
  const email = isolated(recipient.email).markup;
  return new Html(name ? `<span>${isolated(name).markup}</span> <span class="lesser">${email}</span>` : email);
}

function providerButton(provider: ProviderChoice, alone: boolean, messages: Messages): ChooseView['providers'][number] {
  const name = localised(provider.displayName, messages.language, provider.name);
  const host = hostOf(provider.origin);
  const label = isolated(name.text, name.language);
  return {
    name: provider.name,
    label: alone ? messages.sentence('choose.continueWith', { provider: label }) : label,
    opens: host ? messages.sentence('choose.opens', { host }) : null,
  };
}
