import { type Finding, fault, notApplicable, ok } from '../check.js';
import type { Evidence } from '../evidence.js';
import { describeAnswer, isReturned, saysTheSame } from '../observed/compare-answers.js';

const path = '$.redirectUri';

/** Our redirect URI is registered for the client. */
export function checkRedirectUri({ client, subject, authorization, token }: Evidence): Finding[] {
  const { redirectUri } = subject;
  const expected = `${redirectUri} registered for this client, character by character`;
  if (client.blamed === 'redirect-uri') {
    const seen =
      client.token?.means === 'redirect-uri-refused' || authorization === null
        ? (token?.asked.detail ?? '')
        : `the provider answers as to a redirect URI that is not registered: ${describeAnswer(authorization.asked)}`;
    return [fault(path, { seen, expected, remedy: `Register ${redirectUri} for this client at the provider.` })];
  }
  if (authorization !== null && (isReturned(authorization.asked) || isReturned(authorization.withoutPrompt))) {
    return [ok(path, { seen: 'the provider sends the browser back to it', expected })];
  }
  // Some look at it one page later: an invented one is sent on just as well, so that ours is tells nothing.
  const foreign = authorization?.withForeignRedirectUri ?? null;
  const looks = authorization !== null && foreign !== null && !saysTheSame(authorization.asked, foreign);
  if (client.authorization?.means === 'accepted' && looks) {
    return [ok(path, { seen: 'the provider accepts the request with it', expected })];
  }
  return [notApplicable(path, 'the provider does not tell before somebody logs in; a test login shows it', expected)];
}
