import { Content, Flex } from '@patternfly/react-core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import { answered } from '../../api/client.js';
import { useUserNames } from '../../api/names.js';
import type { components, operations } from '../../api/schema.js';
import { useApi } from '../../api/use-api.js';
import { useNamed, useText } from '../../language/use-messages.js';
import { Code } from '../../parts/code.js';
import { Confirm } from '../../parts/confirm.js';
import { CsvExport } from '../../parts/list/csv-export.js';
import { FilterBar } from '../../parts/list/filter-bar.js';
import { ListTable } from '../../parts/list/list-table.js';
import { useFilters } from '../../parts/list/use-filters.js';
import { Moment } from '../../parts/moment.js';
import { Section } from '../../parts/section.js';
import { Status } from '../../parts/status.js';

type Request = components['schemas']['ErasureRequest'];
type Query = NonNullable<operations['erasureRequests_list']['parameters']['query']>;

const statuses = ['pending', 'confirmed', 'refused', 'expired', 'superseded'] as const;

/** Erasures that take two people: what waits for the second one, and what became of the others. */
export function ErasureRequests() {
  const text = useText();
  const named = useNamed();
  const api = useApi();
  const users = useUserNames();
  const { values, cursor, set, clear, turnTo } = useFilters(['status']);
  const query = useQuery({
    queryKey: ['erasure-requests', values, cursor],
    // Something may have been asked for a moment ago, on another screen or by somebody else.
    staleTime: 0,
    queryFn: () =>
      answered(
        api.GET('/v1/erasure-requests', {
          params: { query: { limit: 50, ...values, ...(cursor === undefined ? {} : { cursor }) } as Query },
        }),
      ),
  });
  const who = ({ type, id }: Request['requestedBy']) => (
    <>
      {named('actor', type)} {users.get(id) ?? <Code>{id}</Code>}
    </>
  );
  return (
    <Section
      title={text('erasures.title')}
      actions={<CsvExport path="/v1/erasure-requests" query={values} name="erasure-requests" />}
    >
      <Content component="p">{text('erasures.text')}</Content>
      <FilterBar
        fields={[
          {
            kind: 'choice',
            name: 'status',
            label: text('field.status'),
            choices: statuses.map((one) => [one, named('status', one)]),
          },
        ]}
        values={values}
        set={(_name, value) => set('status', value)}
        clear={clear}
      />
      <ListTable<Request>
        caption={text('erasures.title')}
        query={query}
        keyOf={({ id }) => id}
        isFiltered={Object.keys(values).length > 0}
        cursor={cursor}
        turnTo={turnTo}
        empty={{ title: text('erasures.empty.title'), text: text('erasures.empty.text') }}
        columns={[
          { title: text('erasures.what'), cell: ({ subject }) => <Subject subject={subject} /> },
          { title: text('field.status'), cell: ({ status }) => <Status value={status} /> },
          {
            title: text('erasures.asked'),
            cell: ({ requestedAt, requestedBy }) => (
              <>
                <Moment at={requestedAt} />, {who(requestedBy)}
              </>
            ),
          },
          {
            title: text('erasures.decided'),
            cell: ({ status, expiresAt, decidedAt, decidedBy }) =>
              decidedBy === null ? (
                <>
                  {status === 'pending' && `${text('erasures.until')} `}
                  <Moment at={status === 'superseded' ? null : expiresAt} />
                </>
              ) : (
                <>
                  <Moment at={decidedAt} />, {who(decidedBy)}
                </>
              ),
          },
          {
            title: text('erasures.decision'),
            cell: (request) => (request.status === 'pending' ? <Decision request={request} /> : '–'),
          },
        ]}
      />
    </Section>
  );
}

/** What would be erased, or what the retention would become. */
function Subject({ subject }: { readonly subject: Request['subject'] }) {
  const text = useText();
  if (subject.kind === 'user')
    return (
      <>
        {text('erasures.user')} <Link to={`/users/${subject.userId}`}>{subject.userId}</Link>
      </>
    );
  if (subject.kind === 'recipient')
    return (
      <>
        {subject.recipientEmail ?? text('erasures.somebody')},{' '}
        <Link to={`/trail/${encodeURIComponent(subject.envelopeId)}`}>{subject.envelopeId}</Link>
      </>
    );
  const { evidenceDays, twoPersonErasure } = subject;
  return (
    <>
      {evidenceDays === null ? text('erasures.kept') : text('erasures.days', { days: evidenceDays })}
      {!twoPersonErasure && `, ${text('erasures.off')}`}
    </>
  );
}

/** Whoever asked may withdraw it; another person confirms or refuses. */
function Decision({ request }: { readonly request: Request }) {
  const text = useText();
  const api = useApi();
  const queries = useQueryClient();
  const params = { path: { id: request.id } };
  const forget = () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: ['erasure-requests'] }),
      queries.invalidateQueries({ queryKey: ['settings', 'retention'] }),
    ]);
  return (
    <>
      {!request.mayConfirm && <p>{text('erasures.another')}</p>}
      <Flex gap={{ default: 'gapSm' }}>
        {request.mayConfirm && (
          <Confirm
            danger
            label={text('erasures.confirm')}
            title={text('erasures.confirm.title')}
            consequences={
              <>
                <p>
                  <Subject subject={request.subject} />
                </p>
                <p>
                  {text(request.subject.kind === 'retention' ? 'erasures.confirm.retention' : 'erasures.confirm.text')}
                </p>
              </>
            }
            act={async () => {
              await api.POST('/v1/erasure-requests/{id}/confirm', { params });
              await forget();
            }}
          />
        )}
        <Confirm
          label={text('erasures.refuse')}
          title={text('erasures.refuse.title')}
          consequences={<p>{text('erasures.refuse.text')}</p>}
          act={async () => {
            await api.POST('/v1/erasure-requests/{id}/refuse', { params });
            await forget();
          }}
        />
      </Flex>
    </>
  );
}
