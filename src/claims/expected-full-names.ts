import type { ExpectedFrom, ExpectedValue, ExpectedValues } from './expected-values.js';
import type { Target } from './target.js';

/** First and last name of a recipient, which `full-name` compares together. */
export interface FullName {
  readonly firstName: string;
  readonly lastName: string;
}

export interface ExpectedFullName extends ExpectedValue {
  readonly fullName: FullName;
  /** Where each of the two came from; `expectedFrom` is the one that needs more trust. */
  readonly origins: readonly ExpectedFrom[];
}

/** First and last name together, as they are expected one by one; none where one of them is not, or is one that must not come. */
export function expectedFullNames(expected: ExpectedValues): readonly ExpectedFullName[] {
  const wanted = (target: Target) =>
    (expected[target] ?? []).filter(({ value, operation }) => value.trim() !== '' && operation !== 'not-equal');
  return wanted('recipient.firstName').flatMap((first) =>
    wanted('recipient.lastName').map((last) => ({
      value: `${first.value} ${last.value}`,
      expectedFrom: weaker(first.expectedFrom, last.expectedFrom),
      fullName: { firstName: first.value, lastName: last.value },
      origins: [first.expectedFrom, last.expectedFrom],
    })),
  );
}

/** Of two origins the one that needs more trust: a provider's update, then what the sender typed for this login. */
function weaker(one: ExpectedFrom, other: ExpectedFrom): ExpectedFrom {
  const updated = [one, other].find((from) => from.startsWith('updated by '));
  return updated ?? (one === 'sender' || other === 'sender' ? 'sender' : 'request');
}
