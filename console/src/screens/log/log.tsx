import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { answered, answeredText } from '../../api/client.js';
import type { components, operations } from '../../api/schema.js';
import { useApi } from '../../api/use-api.js';
import { useText } from '../../language/use-messages.js';
import { Code } from '../../parts/code.js';
import { Copyable } from '../../parts/copyable.js';
import { Facts } from '../../parts/facts.js';
import { JsonText } from '../../parts/json/json-text.js';
import { CsvExport } from '../../parts/list/csv-export.js';
import { FilterBar } from '../../parts/list/filter-bar.js';
import { ListTable } from '../../parts/list/list-table.js';
import { useFilters } from '../../parts/list/use-filters.js';
import { Count, Moment } from '../../parts/moment.js';
import { Screen } from '../../parts/screen.js';
import { Section } from '../../parts/section.js';
import { Unanswered } from '../../parts/states/unanswered.js';
import { keptCheckpoint } from '../../verification/kept-checkpoint.js';
import { Actor } from './actor.js';
import { type Checkpoint, useCheckpoint } from './use-checkpoint.js';
import { WholeCheck } from './whole-check.js';

type AuditEvent = components['schemas']['AuditEvent'];
type Query = NonNullable<operations['auditEvents_list']['parameters']['query']>;

const names = ['type', 'actor', 'envelopeId', 'sort'] as const;

/** The log over all events, and the events of this tenant in it. */
export default function Log() {
  const text = useText();
  const api = useApi();
  const filters = useFilters(names);
  const { cursor, values } = filters;
  const { sort = '-time', ...wanted } = values;
  const asked = { ...wanted, sort } as Query;
  const checkpoint = useCheckpoint();
  const keys = useQuery({
    queryKey: ['log', 'keys'],
    queryFn: () => answeredText(api.GET('/v1/audit/key', { parseAs: 'text' })),
  });
  const events = useQuery({
    queryKey: ['log', 'events', asked, cursor],
    queryFn: () =>
      answered(
        api.GET('/v1/audit-events', {
          params: { query: { limit: 50, ...asked, ...(cursor === undefined ? {} : { cursor }) } },
        }),
      ),
  });
  return (
    <Screen title={text('log.title')} description={text('log.description')}>
      <Section title={text('log.checkpoint')}>
        <Unanswered query={checkpoint} />
        {checkpoint.data !== undefined && <Promised checkpoint={checkpoint.data} keys={keys} />}
      </Section>
      <Section
        title={text('log.events')}
        actions={<CsvExport path="/v1/audit-events" query={asked} name="audit-events" />}
      >
        <FilterBar
          fields={[
            { kind: 'text', name: 'type', label: text('field.type') },
            { kind: 'text', name: 'envelopeId', label: text('field.envelope') },
            { kind: 'text', name: 'actor', label: text('field.actor') },
            {
              kind: 'choice',
              name: 'sort',
              label: text('list.order'),
              without: text('list.newestFirst'),
              choices: [['time', text('list.oldestFirst')]],
            },
          ]}
          values={values}
          set={(name, value) => filters.set(name as (typeof names)[number], value)}
          clear={filters.clear}
        />
        <ListTable<AuditEvent>
          caption={text('log.events')}
          query={events}
          keyOf={({ id }) => id}
          isFiltered={Object.keys(wanted).length > 0}
          cursor={cursor}
          turnTo={filters.turnTo}
          empty={{ title: text('log.empty.title'), text: text('log.empty.text') }}
          columns={[
            { title: text('field.time'), cell: ({ time }) => <Moment at={time} seconds /> },
            { title: text('field.type'), cell: ({ type }) => <Code>{type}</Code> },
            { title: text('field.actor'), cell: ({ actor }) => <Actor actor={actor} /> },
            {
              title: text('field.envelope'),
              cell: ({ envelopeId }) =>
                envelopeId === null ? '–' : <Link to={`/trail/${encodeURIComponent(envelopeId)}`}>{envelopeId}</Link>,
            },
          ]}
        />
      </Section>
    </Screen>
  );
}

interface PromisedProps {
  readonly checkpoint: Checkpoint;
  readonly keys: UseQueryResult<string>;
}

function Promised({ checkpoint: { note, origin, size, root, signedAt }, keys }: PromisedProps) {
  const text = useText();
  const kept = keptCheckpoint(origin);
  return (
    <>
      <Facts
        facts={[
          [text('log.origin'), origin],
          [text('log.size'), <Count key="size" value={size} />],
          [text('log.signed'), <Moment key="signed" at={signedAt} seconds />],
          [text('log.root'), <code key="root">{root}</code>],
          [text('log.checked'), <WholeCheck key="checked" />],
          [text('log.kept'), kept === null ? text('log.keptNone') : <Moment key="kept" at={kept.keptAt} />],
        ]}
      />
      <p>{text('log.keys')}</p>
      <Unanswered query={keys} />
      {(keys.data ?? '')
        .split('\n')
        .filter((line) => line !== '')
        .map((key) => (
          <div key={key}>
            <Copyable label={text('log.keys')}>{key}</Copyable>
          </div>
        ))}
      <JsonText value={note} />
    </>
  );
}
