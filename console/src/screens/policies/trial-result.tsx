import { Alert } from '@patternfly/react-core';
import { Link } from 'react-router';
import type { components } from '../../api/schema.js';
import { useNamed, useText } from '../../language/use-messages.js';
import { Section } from '../../parts/section.js';
import { Status } from '../../parts/status.js';

type Result = components['schemas']['TokenPolicyTrialResult'];

/** Whether a token would be issued, and what each rule says to it. */
export function TrialResult({ result }: { readonly result: Result }) {
  const text = useText();
  const named = useNamed();
  const { issue, seconds, refusedBy, policies } = result;
  return (
    <Section title={text('policies.try.result')}>
      <Alert
        component="p"
        isInline
        variant={issue ? 'success' : 'danger'}
        title={issue ? text('policies.try.issued', { seconds: seconds ?? 0 }) : text('policies.try.refused')}
      >
        {refusedBy !== null && (
          <>
            <p>
              {text('policies.try.reason')}: {refusedBy.reason}
            </p>
            <p>
              {text('policies.try.told')}: {refusedBy.description}
            </p>
          </>
        )}
      </Alert>
      {policies.length === 0 ? (
        <p>{text('policies.try.none')}</p>
      ) : (
        <ul className="rows">
          {policies.map(({ id, effect, level, subject, matches, why }) => (
            <li key={id}>
              <span>
                <Link to={`/policies/${id}`}>
                  {named('effect', effect)} – {named('level', level)} {subject}
                </Link>
                {why !== null && `: ${why}`}
              </span>
              <Status value={matches ? 'matches' : 'matches-not'} />
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
