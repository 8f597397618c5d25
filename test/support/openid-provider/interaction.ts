import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Provider } from 'oidc-provider';
import { send } from '../http/answer.js';
import { html } from '../http/answers.js';
import { receive } from '../http/received-request.js';
import { readLoginSubmission, renderLoginPage } from '../login-page.js';
import type { Accounts } from './account.js';
import { errors } from './library.js';

export const INTERACTION_PATH = '/interaction/';

/** The login page of the provider: shows it on GET, takes the decision on POST. Consent is not asked for. */
export async function handleInteraction(
  provider: Provider,
  accounts: Accounts,
  title: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const details = await provider.interactionDetails(request, response);
    if (request.method !== 'POST') {
      await send(response, html(loginPage(details.uid, accounts, title)));
      return;
    }
    const { form } = await receive(request);
    const submission = readLoginSubmission(form);
    if (submission.decision === 'declined') {
      const declined = { error: 'access_denied', error_description: 'The person declined to log in' };
      await provider.interactionFinished(request, response, declined, { mergeWithLastSubmission: false });
      return;
    }
    const account = accounts.find(submission.id);
    if (!account) {
      await send(
        response,
        html(loginPage(details.uid, accounts, title, `Nobody here is called "${submission.id}".`), 422),
      );
      return;
    }
    const login = {
      accountId: account.id,
      ...(account.acr === undefined ? {} : { acr: account.acr }),
      ...(account.amr === undefined ? {} : { amr: [...account.amr] }),
      ...(account.authTime === undefined ? {} : { ts: account.authTime }),
    };
    await provider.interactionFinished(request, response, { login }, { mergeWithLastSubmission: false });
  } catch (error) {
    if (!(error instanceof errors.SessionNotFound)) throw error;
    await send(
      response,
      html('<!doctype html><title>Expired</title><p>This login is over. Please start again.</p>', 400),
    );
  }
}

function loginPage(uid: string, accounts: Accounts, title: string, alert?: string): string {
  return renderLoginPage({
    title,
    action: `${INTERACTION_PATH}${uid}`,
    choices: accounts.all().map(({ id, label }) => ({ id, label: label ?? id })),
    ...(alert === undefined ? {} : { alert }),
  });
}
