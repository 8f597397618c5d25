import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { answered } from '../../api/client.js';
import type { components, operations } from '../../api/schema.js';
import { useApi } from '../../api/use-api.js';
import { useNamed, useText } from '../../language/use-messages.js';
import { DownloadButton } from '../../parts/download-button.js';
import { FilterBar } from '../../parts/list/filter-bar.js';
import { ListTable } from '../../parts/list/list-table.js';
import { useFilters } from '../../parts/list/use-filters.js';
import { Moment } from '../../parts/moment.js';
import { Screen } from '../../parts/screen.js';
import { Status } from '../../parts/status.js';

type Login = components['schemas']['SignerAuthentication'];
type Query = NonNullable<operations['signerAuthentications_list']['parameters']['query']>;

const statuses = ['pending', 'succeeded', 'failed', 'expired', 'cancelled'] as const;
const names = ['envelopeId', 'status', 'provider', 'code', 'from', 'to'] as const;

/** Days as people choose them; the API wants moments. */
const moment = (day: string | undefined): string | undefined =>
  day === undefined ? undefined : new Date(`${day}T00:00:00`).toISOString();

export function LoginList() {
  const text = useText();
  const named = useNamed();
  const api = useApi();
  const filters = useFilters(names);
  // An address is somebody's: it is asked for, and never stands in the browser's history.
  const [email, setEmail] = useState('');
  const { from, to, ...rest } = filters.values;
  const asked = {
    ...rest,
    ...(email === '' ? {} : { email }),
    ...(from === undefined ? {} : { from: moment(from) }),
    ...(to === undefined ? {} : { to: moment(to) }),
    sort: '-createdAt',
  };
  const { cursor } = filters;
  const query = useQuery({
    queryKey: ['logins', asked, cursor],
    queryFn: () =>
      answered(
        api.GET('/v1/signer-authentications', {
          params: { query: { limit: 25, ...asked, ...(cursor === undefined ? {} : { cursor }) } as Query },
        }),
      ),
  });
  const csv = new URLSearchParams(
    Object.entries(asked).flatMap(([name, value]) => (name === 'email' ? [] : [[name, value]])),
  );
  return (
    <Screen
      title={text('logins.title')}
      description={text('logins.description')}
      actions={
        <DownloadButton
          label={text('list.csv')}
          path={`/v1/signer-authentications?${csv.toString()}`}
          accept="text/csv"
          name="signer-authentications.csv"
        />
      }
    >
      <FilterBar
        fields={[
          { kind: 'text', name: 'envelopeId', label: text('field.envelope') },
          { kind: 'text', name: 'email', label: text('field.email') },
          {
            kind: 'choice',
            name: 'status',
            label: text('field.status'),
            choices: statuses.map((one) => [one, named('status', one)]),
          },
          { kind: 'text', name: 'provider', label: text('field.provider') },
          { kind: 'text', name: 'code', label: text('field.code') },
          { kind: 'date', name: 'from', label: text('field.from') },
          { kind: 'date', name: 'to', label: text('field.to') },
        ]}
        values={{ ...filters.values, ...(email === '' ? {} : { email }) }}
        set={(name, value) => (name === 'email' ? setEmail(value) : filters.set(name as (typeof names)[number], value))}
        clear={() => {
          setEmail('');
          filters.clear();
        }}
      />
      <ListTable<Login>
        caption={text('logins.title')}
        query={query}
        keyOf={({ id }) => id}
        isFiltered={email !== '' || Object.keys(filters.values).length > 0}
        cursor={cursor}
        turnTo={filters.turnTo}
        empty={{ title: text('logins.empty.title'), text: text('logins.empty.text') }}
        columns={[
          {
            title: text('field.created'),
            cell: ({ id, createdAt }) => (
              <Link to={`/logins/${id}`}>
                <Moment at={createdAt} />
              </Link>
            ),
          },
          { title: text('field.status'), cell: ({ status }) => <Status value={status} /> },
          {
            title: text('field.envelope'),
            cell: ({ envelope }) => (
              <Link to={`/trail/${encodeURIComponent(envelope.id)}`}>
                {envelope.name === '' ? envelope.id : envelope.name}
              </Link>
            ),
          },
          { title: text('field.workstep'), cell: ({ workstep }) => workstep.id },
          { title: text('field.recipient'), cell: ({ recipient }) => recipient?.email ?? text('logins.erased') },
          {
            title: text('field.provider'),
            cell: ({ outcome, providers }) => outcome?.provider ?? providers.map(({ name }) => name).join(', '),
          },
          {
            title: text('field.code'),
            cell: ({ outcome }) => (outcome?.failure === undefined ? '–' : <code>{outcome.failure.code}</code>),
          },
        ]}
      />
    </Screen>
  );
}
