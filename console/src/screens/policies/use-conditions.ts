import type { components } from '../../api/schema.js';
import { useNamed, useText } from '../../language/use-messages.js';

export type Policy = components['schemas']['TokenPolicy'];

/** When a rule matches and what it then wants, each in a few words; nothing where there is nothing. */
export function useConditions(): (policy: Policy) => readonly string[] {
  const text = useText();
  const named = useNamed();
  return ({ when, require: demands }) => {
    const { grants, networks, hours, certificateIssuer } = when;
    const { binding, authentication, maximumSeconds } = demands;
    return [
      ...(grants === undefined
        ? []
        : [text('policy.when.grants', { list: grants.map((one) => named('grant', one)).join(', ') })]),
      ...(networks === undefined ? [] : [text('policy.when.networks', { list: networks.join(', ') })]),
      ...(hours === undefined
        ? []
        : [
            text('policy.when.hours', {
              days: hours.days.map((day) => named('day', day)).join(', '),
              from: hours.from,
              to: hours.to,
              zone: hours.timeZone,
            }),
          ]),
      ...(certificateIssuer === undefined ? [] : [text('policy.when.issuer', { name: certificateIssuer })]),
      ...(binding === undefined ? [] : [text('policy.require.binding', { binding: named('bound', binding) })]),
      ...(authentication === undefined
        ? []
        : [
            text('policy.require.authentication', {
              list: authentication.map((one) => named('method', one)).join(', '),
            }),
          ]),
      ...(maximumSeconds === undefined ? [] : [text('policy.require.seconds', { seconds: maximumSeconds })]),
    ];
  };
}
