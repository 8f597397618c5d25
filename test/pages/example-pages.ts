import { type SignerMessage, signerMessages } from '../../src/errors/signer-message.js';
import type { ChoosePage, EndedPage, Page } from '../../src/pages/page.js';

const request = { envelopeName: 'Loan contract', requestedBy: 'Example Bank' } as const;
const correlationId = '7f2c1c0e-5f3a-4f4e-9b1d-0242ac120002';
const retryAction = '/sign-in/example-token';

/** A choose page with two providers, each of another language than the other. */
export const choosePage: ChoosePage = {
  kind: 'choose',
  ...request,
  recipient: { name: 'J••• D•••', email: 'j•••@e•••.com' },
  providers: [
    { name: 'id-austria', displayName: { en: 'ID Austria', de: 'ID Austria' }, origin: 'https://idp.example' },
    { name: 'bankid', displayName: { sv: 'Svenskt BankID' }, origin: 'https://bankid.example:8443' },
  ],
  formAction: '/sign-in/example-token',
  formActionOrigins: ['https://idp.example', 'https://bankid.example:8443', 'https://workflow.example'],
  expiresAt: new Date('2030-03-04T15:06:00Z'),
  returnUrl: 'https://workflow.example/after',
};

const endings = signerMessages.filter((message) => message.startsWith('link_')) as EndedPage['reason'][];
const others = signerMessages.filter((message) => !message.startsWith('link_'));

/** Every kind of page in every state that looks different, by a name for the test's title. */
export const examplePages: Readonly<Record<string, Page>> = {
  'choose among two': choosePage,
  'choose with one provider': { ...choosePage, providers: choosePage.providers.slice(0, 1) },
  'choose with nothing optional': {
    kind: 'choose',
    recipient: { email: 'j•••@e•••.com' },
    providers: [{ name: 'id-austria', displayName: {} }],
    formAction: '/sign-in/example-token',
    formActionOrigins: [],
    expiresAt: choosePage.expiresAt,
  },
  ...named(others, 'choose after', (previousFailure) => ({ ...choosePage, previousFailure })),
  ...named(others, 'attempt failed', (message) => ({
    kind: 'attempt-failed',
    ...request,
    message,
    correlationId,
    retryAction,
    attemptsLeft: 3,
  })),
  'attempt failed, last attempt': {
    kind: 'attempt-failed',
    ...request,
    message: 'login_cancelled',
    correlationId,
    retryAction,
    attemptsLeft: 1,
  },
  'attempt failed, no way back': {
    kind: 'attempt-failed',
    ...request,
    message: 'answer_not_trusted',
    correlationId,
    retryAction: null,
  },
  ...named(['working', 'succeeded', 'failed'] as const, 'already received', (standing) => ({
    kind: 'already-received',
    ...request,
    standing,
    correlationId,
    continueAction: retryAction,
  })),
  'result succeeded': { kind: 'result', ...request, status: 'succeeded', correlationId },
  'result failed': { kind: 'result', ...request, status: 'failed', correlationId },
  'result failed for a reason': {
    kind: 'result',
    ...request,
    status: 'failed',
    correlationId,
    failure: 'identity_mismatch',
  },
  ...named(endings, 'ended', (reason) => ({ kind: 'ended', ...request, reason, correlationId })),
  'ended, nothing known': { kind: 'ended', reason: 'link_unknown' },
  ...named(signerMessages, 'problem', (message) => ({ kind: 'problem', message, correlationId, retryAction })),
  'problem, no way back': { kind: 'problem', message: 'something_failed', correlationId },
};

function named<Value extends SignerMessage | 'working' | 'succeeded' | 'failed'>(
  values: readonly Value[],
  title: string,
  page: (value: Value) => Page,
): Record<string, Page> {
  return Object.fromEntries(values.map((value) => [`${title}: ${value}`, page(value)]));
}
