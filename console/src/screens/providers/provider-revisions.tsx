import { StackItem } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { answered } from '../../api/client.js';
import { useApi } from '../../api/use-api.js';
import { useNamed, useText } from '../../language/use-messages.js';
import { Code } from '../../parts/code.js';
import { CsvExport } from '../../parts/list/csv-export.js';
import { Pager } from '../../parts/list/pager.js';
import { useFilters } from '../../parts/list/use-filters.js';
import { Moment } from '../../parts/moment.js';
import { Screen } from '../../parts/screen.js';
import { Section } from '../../parts/section.js';
import { Unanswered } from '../../parts/states/unanswered.js';
import { differences } from './differences.js';

/** Every change, who made it, and what it changed. */
export function ProviderRevisions() {
  const text = useText();
  const named = useNamed();
  const api = useApi();
  const { name = '' } = useParams();
  const { cursor, turnTo } = useFilters([]);
  const query = useQuery({
    queryKey: ['providers', 'revisions', name, cursor],
    queryFn: () =>
      answered(
        api.GET('/v1/providers/{name}/revisions', {
          params: { path: { name }, query: { limit: 50, ...(cursor === undefined ? {} : { cursor }) } },
        }),
      ),
  });
  const items = query.data?.items ?? [];
  return (
    <Screen
      title={text('revisions.title')}
      parent={{ to: `/providers/${name}`, title: name }}
      actions={<CsvExport path={`/v1/providers/${name}/revisions`} name={`${name}-revisions`} />}
    >
      <Unanswered query={query} />
      {items.map((revision, index) => {
        const before = items.find((one) => one.revision === revision.revision - 1);
        const changed = before === undefined ? [] : differences(before.configuration, revision.configuration);
        return (
          <Section
            key={revision.revision}
            title={`${text('provider.revision', { revision: revision.revision })}: ${named('revision', revision.change)}`}
          >
            <p>
              <Moment at={revision.createdAt} /> · {named('actor', revision.actor.type)}{' '}
              <Code>{revision.actor.id}</Code>
            </p>
            {before === undefined && index > 0 && <p>{text('revisions.first')}</p>}
            {changed.length > 0 && (
              <ul className="differences">
                {changed.map(({ path, before: old, after }) => (
                  <li key={path}>
                    <Code>{path}</Code> <del>{old}</del> → <ins>{after}</ins>
                  </li>
                ))}
              </ul>
            )}
          </Section>
        );
      })}
      {query.data !== undefined && (
        <StackItem>
          <Pager cursor={cursor} next={query.data.next} turnTo={turnTo} />
        </StackItem>
      )}
    </Screen>
  );
}
