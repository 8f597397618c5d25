import { type Finding, fault, notApplicable, ok, warning } from '../check.js';
import type { Evidence } from '../evidence.js';
import { knowsClient } from '../inference/last-failure.js';
import { describeAnswer } from '../observed/compare-answers.js';

const path = '$.clientId';

/** The provider knows the client id. */
export function checkClientId({ client, subject, authorization, token }: Evidence): Finding[] {
  const { clientId } = subject.provider.configuration;
  const expected = 'a client id that the provider knows, and that may use the authorization code flow';
  const hasSpace = clientId !== clientId.trim();
  if (client.blamed === 'client-id') {
    const answers = [
      ...(authorization === null ? [] : [`authorization endpoint: ${describeAnswer(authorization.asked)}`]),
      ...(client.token?.means === 'client-refused' ? [`token endpoint: ${token?.asked.detail ?? ''}`] : []),
    ];
    return [
      fault(path, {
        seen: `the provider answers as to a client that it does not know: ${answers.join('; ')}`,
        expected,
        remedy: hasSpace
          ? 'Enter the client id without the white space at its ends.'
          : 'Enter the client id exactly as it is registered, at this provider and in this tenant of it.',
      }),
    ];
  }
  if (client.clientIdPossible) {
    return [
      warning(path, {
        seen: `the token endpoint answers an invented client, and this client with an invented secret, as it answers us: ${token?.asked.detail ?? ''}`,
        expected,
        remedy:
          'Compare client id and secret with the registration. A test login tells them apart: with a wrong client id the provider shows an error after its login page.',
      }),
    ];
  }
  if (hasSpace) {
    const seen = 'it begins or ends with white space';
    return [warning(path, { seen, expected, remedy: 'Enter it without, unless it is registered so.' })];
  }
  if (client.authorization?.means === 'accepted' || client.token?.means === 'client-accepted') {
    return [ok(path, { seen: 'the provider knows it', expected })];
  }
  if (knowsClient(subject)) return [ok(path, { seen: 'the provider has given a code to it', expected })];
  return [notApplicable(path, 'the provider does not tell before somebody logs in', expected)];
}
