import { catalogueEntry } from '../../errors/catalogue.js';
import { codeOfAuthorizationError } from '../../federation/authorization-response/authorization-errors.js';
import { type Finding, fault, notApplicable, ok } from '../check.js';
import type { Evidence } from '../evidence.js';
import { demandIn } from '../inference/demanded-setting.js';
import { settingNamedIn } from '../inference/named-parameter.js';
import { describeAnswer, isReturned, wordsOf } from '../observed/compare-answers.js';

const expected = 'an authorization request that the provider accepts';

/** The provider accepts the rest of the authorization request: PKCE, response mode, scopes, further parameters. */
export function checkAuthorizationRequest({ authorization, client, subject }: Evidence): Finding[] {
  const { configuration } = subject.provider;
  if (configuration.authorizationParameters['prompt'] === 'none') {
    return [
      fault('$.authorizationParameters.prompt', {
        seen: '`prompt` is `none`: the provider may show no login page',
        expected: 'a login that can ask the person',
        remedy: 'Remove `prompt`, or set it to `login`.',
      }),
    ];
  }
  const path = '$.authorizationParameters';
  if (authorization === null) return [notApplicable(path, 'something before it has to be put right first', expected)];
  const { asked } = authorization;
  const inference = client.authorization;
  if (inference?.means === 'request-refused') {
    const seen = describeAnswer(asked);
    const { variant } = inference;
    const words = wordsOf(asked);
    const demand = demandIn(words, configuration);
    if (demand !== null) return [fault(demand.path, { seen, expected, remedy: demand.remedy })];
    if (variant !== null) {
      return [
        fault(variant.path, { seen: `${seen}; ${variant.change} it is accepted`, expected, remedy: variant.remedy }),
      ];
    }
    const error = asked.kind === 'returned' ? asked.error : null;
    const code = asked.kind === 'not-pushed' ? asked.code : codeOfAuthorizationError(error ?? 'invalid_request');
    const entry = catalogueEntry(code);
    const named = settingNamedIn(words, configuration);
    return [fault(named ?? entry.setting ?? path, { seen, expected, remedy: entry.remedy })];
  }
  if (inference?.means === 'accepted' || isReturned(asked))
    return [ok(path, { seen: describeAnswer(asked), expected })];
  if (asked.kind === 'not-asked') return [notApplicable(path, describeAnswer(asked), expected)];
  return [notApplicable(path, 'the provider does not tell before somebody logs in', expected)];
}
