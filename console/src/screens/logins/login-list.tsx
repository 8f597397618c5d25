import { Content } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { answered } from '../../api/client.js';
import type { components, operations } from '../../api/schema.js';
import { useApi } from '../../api/use-api.js';
import { useNamed, useText } from '../../language/use-messages.js';
import { Code } from '../../parts/code.js';
import { CsvExport } from '../../parts/list/csv-export.js';
import { FilterBar } from '../../parts/list/filter-bar.js';
import { ListTable } from '../../parts/list/list-table.js';
import { useFilters } from '../../parts/list/use-filters.js';
import { Moment } from '../../parts/moment.js';
import { Screen } from '../../parts/screen.js';
import { Status } from '../../parts/status.js';
import { FirstRequest } from './first-request.js';

type Login = components['schemas']['SignerAuthentication'];
type Query = NonNullable<operations['signerAuthentications_list']['parameters']['query']>;

const statuses = ['pending', 'succeeded', 'failed', 'expired', 'cancelled'] as const;
const names = ['envelopeId', 'status', 'provider', 'code', 'from', 'to', 'sort'] as const;

/**
 * Days as people choose them, in their own time zone; the API wants moments.
 * @param later days to add: the last day is meant with all its hours
 * @returns what is no day as it is: the API refuses it, where a list without that filter would be taken for one with it
 */
function momentOf(day: string | undefined, later: number): string | undefined {
  if (day === undefined || day === '') return undefined;
  const moment = new Date(`${day}T00:00:00`);
  if (Number.isNaN(moment.getTime())) return day;
  moment.setDate(moment.getDate() + later);
  return moment.toISOString();
}

const given = (name: 'from' | 'to', moment: string | undefined) => (moment === undefined ? {} : { [name]: moment });

export function LoginList() {
  const text = useText();
  const named = useNamed();
  const api = useApi();
  const filters = useFilters(names);
  // An address is somebody's: it is asked for, and never stands in the browser's history.
  const [email, setEmail] = useState('');
  const { from, to, sort = '-createdAt', ...rest } = filters.values;
  const asked = {
    ...rest,
    ...(email === '' ? {} : { email }),
    ...given('from', momentOf(from, 0)),
    ...given('to', momentOf(to, 1)),
    sort,
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
  return (
    <Screen
      title={text('logins.title')}
      description={text('logins.description')}
      actions={<CsvExport path="/v1/signer-authentications" query={asked} name="signer-authentications" />}
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
          {
            kind: 'choice',
            name: 'sort',
            label: text('list.order'),
            without: text('list.newestFirst'),
            choices: [['createdAt', text('list.oldestFirst')]],
          },
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
        empty={{
          title: text('logins.empty.title'),
          text: text('logins.empty.text'),
          action: <FirstRequest />,
        }}
        columns={[
          {
            title: text('field.created'),
            cell: ({ id, createdAt }) => (
              <Link to={`/logins/${id}`}>
                <Moment at={createdAt} />
              </Link>
            ),
          },
          {
            title: text('field.status'),
            cell: ({ status, failedAttempts }) => (
              <>
                <Status value={status} />
                {status === 'pending' && failedAttempts > 0 && (
                  <Content component="small">{text('logins.failedAttempts', { count: failedAttempts })}</Content>
                )}
              </>
            ),
          },
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
            cell: ({ outcome }) => (outcome?.failure === undefined ? '–' : <Code>{outcome.failure.code}</Code>),
          },
        ]}
      />
    </Screen>
  );
}
