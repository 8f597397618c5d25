import type { SignerMessage } from '../errors/signer-message.js';
import { detailsView } from './details-view.js';
import { href } from './href.js';
import type { MessageKey, Messages } from './messages.js';
import type { AlreadyReceivedPage, AttemptFailedPage, EndedPage, Page, ProblemPage, ResultPage } from './page.js';
import type { NoticeView, Tone } from './views.js';

type NoticePage = Exclude<Page, { readonly kind: 'choose' }>;

/** Messages that are no bad news, or none for which anybody is at fault; all others look like a problem. */
const tones: Partial<Record<SignerMessage, Tone>> = {
  login_cancelled: 'information',
  start_again: 'information',
  link_expired: 'information',
  link_completed: 'success',
  link_cancelled: 'information',
  too_many_requests: 'waiting',
  provider_busy: 'waiting',
};

/**
 * Every page that tells what happened and what the signer can do next.
 * @param publicPath put before the path of its link
 */
export function noticeView(page: NoticePage, messages: Messages, publicPath: string): NoticeView {
  const view = viewOf(page, messages);
  const { action } = view;
  return { ...view, action: action === null ? null : { ...action, href: href(action.href, publicPath) } };
}

function viewOf(page: NoticePage, messages: Messages): NoticeView {
  switch (page.kind) {
    case 'attempt-failed':
      return attemptFailed(page, messages);
    case 'already-received':
      return alreadyReceived(page, messages);
    case 'result':
      return result(page, messages);
    case 'ended':
      return ended(page, messages);
    case 'problem':
      return problem(page, messages);
  }
}

function attemptFailed(page: AttemptFailedPage, messages: Messages): NoticeView {
  const left = page.attemptsLeft ?? null;
  return {
    ...told(page.message, messages, page),
    // Advice to try again would be a lie where there is no way to.
    ...(page.retryAction === null && { next: messages.text('notice.contactSender') }),
    attemptsLeft: left === null ? null : messages.text('notice.attemptsLeft', { count: left }),
    // The page has just said that the same login will not work if it is repeated; another provider may.
    action: action(
      page.message === 'provider_misconfigured' ? 'action.backToStart' : 'action.tryAgain',
      page.retryAction,
      messages,
    ),
  };
}

function alreadyReceived(page: AlreadyReceivedPage, messages: Messages): NoticeView {
  const key = ({ working: 'working', succeeded: 'alreadySucceeded', failed: 'alreadyFailed' } as const)[page.standing];
  const tone = ({ working: 'waiting', succeeded: 'success', failed: 'information' } as const)[page.standing];
  const label = page.standing === 'working' ? 'action.checkAgain' : 'action.continue';
  return { ...said(key, tone, messages, page), action: action(label, page.continueAction, messages) };
}

function result(page: ResultPage, messages: Messages): NoticeView {
  if (page.status === 'succeeded') return said('result.succeeded', 'success', messages, page);
  return {
    ...told(page.failure ?? 'attempts_exhausted', messages, page),
    tone: 'problem',
    next: messages.text('notice.contactSender'),
  };
}

function ended(page: EndedPage, messages: Messages): NoticeView {
  return told(page.reason, messages, page);
}

function problem(page: ProblemPage, messages: Messages): NoticeView {
  const seconds = page.waitSeconds ?? 0;
  return {
    ...told(page.message, messages, page),
    ...(seconds > 0 && { next: messages.text('notice.tryAgainIn', { seconds }) }),
    action: action('action.tryAgain', page.retryAction ?? null, messages),
  };
}

function told(message: SignerMessage, messages: Messages, page: NoticePage): NoticeView {
  return said(message, tones[message] ?? 'problem', messages, page);
}

/** Keys under which a title, a text and a next step stand. */
type Spoken = MessageKey extends infer Key ? (Key extends `${infer Name}.next` ? Name : never) : never;

function said(key: Spoken, tone: Tone, messages: Messages, page: NoticePage): NoticeView {
  return {
    tone,
    title: messages.text(`${key}.title` as MessageKey),
    text: messages.text(`${key}.text` as MessageKey),
    next: messages.text(`${key}.next` as MessageKey),
    attemptsLeft: null,
    action: null,
    details: detailsView(messages, page, { reference: page.correlationId ?? null }),
  };
}

function action(label: MessageKey, target: string | null, messages: Messages): NoticeView['action'] {
  return target === null ? null : { label: messages.text(label), href: target };
}
