import { ExpandableSection } from '@patternfly/react-core';
import { Link } from 'react-router';
import type { components } from '../../api/schema.js';
import { useNamed, useText } from '../../language/use-messages.js';
import { Code } from '../../parts/code.js';
import { Facts } from '../../parts/facts.js';
import { JsonText } from '../../parts/json/json-text.js';
import { Moment } from '../../parts/moment.js';
import { RecordedValue } from './recorded-value.js';

type Event = components['schemas']['AuditTrail']['events'][number];

/** Each event readable: what, when, who, with what data, and the values that were disclosed. */
export function TrailEvents({ events }: { readonly events: readonly Event[] }) {
  return (
    <ol className="events">
      {events.map((event) => (
        <TrailEvent key={event.id} event={event} />
      ))}
    </ol>
  );
}

function TrailEvent({ event }: { readonly event: Event }) {
  const text = useText();
  const named = useNamed();
  const { sequence, type, time, actor, data, disclosed, signerAuthenticationId } = event;
  const values = Object.entries<{ readonly value: unknown }>(disclosed?.values ?? {});
  return (
    <li>
      <p>
        <span className="sequence">{sequence}</span> <strong>{type}</strong> · <Moment at={time} seconds /> ·{' '}
        {named('actor', actor.type)} <Code>{actor.id}</Code>
      </p>
      <Facts facts={Object.entries(data).map(([name, value]) => [name, <RecordedValue key={name} value={value} />])} />
      {values.length > 0 && (
        <Facts
          facts={values.map(([name, { value }]) => [
            name,
            <strong key={name}>
              <RecordedValue value={value} />
            </strong>,
          ])}
        />
      )}
      {disclosed !== undefined && disclosed.absent.length > 0 && (
        <p>{text('trail.absent', { names: disclosed.absent.map(({ name }) => name).join(', ') })}</p>
      )}
      {signerAuthenticationId !== undefined && (
        <Link to={`/logins/${signerAuthenticationId}`}>{text('trail.login')}</Link>
      )}
      <ExpandableSection toggleText="JSON" isIndented>
        <JsonText value={event} />
      </ExpandableSection>
    </li>
  );
}
