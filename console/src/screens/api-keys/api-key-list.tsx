import { Button, Flex, Label, LabelGroup } from '@patternfly/react-core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { answered } from '../../api/client.js';
import type { components, operations } from '../../api/schema.js';
import { useApi } from '../../api/use-api.js';
import { useNamed, useText } from '../../language/use-messages.js';
import { Confirm } from '../../parts/confirm.js';
import { CsvExport } from '../../parts/list/csv-export.js';
import { FilterBar } from '../../parts/list/filter-bar.js';
import { ListTable } from '../../parts/list/list-table.js';
import { useFilters } from '../../parts/list/use-filters.js';
import { Moment } from '../../parts/moment.js';
import { Screen } from '../../parts/screen.js';
import { Status } from '../../parts/status.js';
import { IssuedKey } from './issued-key.js';

type ApiKey = components['schemas']['ApiKey'];
type Query = NonNullable<operations['apiKeys_list']['parameters']['query']>;

const names = ['state'] as const;
const states = ['valid', 'expired', 'revoked'] as const;
const FEW = 3;

function stateOf({ revokedAt, expiresAt }: ApiKey): (typeof states)[number] {
  if (revokedAt !== null) return 'revoked';
  return expiresAt !== null && new Date(expiresAt) <= new Date() ? 'expired' : 'valid';
}

export function ApiKeyList() {
  const text = useText();
  const named = useNamed();
  const api = useApi();
  const navigate = useNavigate();
  const filters = useFilters(names);
  const { cursor, values } = filters;
  const [issued, setIssued] = useState<components['schemas']['IssuedApiKey'] | null>(null);
  const query = useQuery({
    queryKey: ['api-keys', values, cursor],
    queryFn: () =>
      answered(
        api.GET('/v1/api-keys', {
          params: { query: { limit: 50, ...values, ...(cursor === undefined ? {} : { cursor }) } as Query },
        }),
      ),
  });
  const add = <Button onClick={() => void navigate('/api-keys/new')}>{text('keys.add')}</Button>;
  return (
    <Screen
      title={text('keys.title')}
      description={text('keys.description')}
      actions={
        <>
          <CsvExport path="/v1/api-keys" query={values} name="api-keys" />
          {add}
        </>
      }
    >
      <IssuedKey issued={issued} />
      <FilterBar
        fields={[
          {
            kind: 'choice',
            name: 'state',
            label: text('field.status'),
            choices: states.map((one) => [one, named('status', one)]),
          },
        ]}
        values={values}
        set={(name, value) => filters.set(name as (typeof names)[number], value)}
        clear={filters.clear}
      />
      <ListTable<ApiKey>
        caption={text('keys.title')}
        query={query}
        keyOf={({ id }) => id}
        isFiltered={Object.keys(values).length > 0}
        cursor={cursor}
        turnTo={filters.turnTo}
        empty={{ title: text('keys.empty.title'), text: text('keys.empty.text'), action: add }}
        columns={[
          { title: text('field.name'), cell: ({ name }) => name },
          { title: text('field.status'), cell: (key) => <Status value={stateOf(key)} /> },
          {
            title: text('field.scopes'),
            cell: ({ scopes, name }) => (
              <LabelGroup
                aria-label={text('keys.scopesOf', { name })}
                numLabels={FEW}
                collapsedText={text('keys.more', { count: scopes.length - FEW })}
                expandedText={text('keys.fewer')}
              >
                {scopes.map((scope) => (
                  <Label key={scope} isCompact>
                    {scope}
                  </Label>
                ))}
              </LabelGroup>
            ),
          },
          { title: text('field.created'), cell: ({ createdAt }) => <Moment at={createdAt} /> },
          { title: text('field.expires'), cell: ({ expiresAt }) => <Moment at={expiresAt} /> },
          {
            title: text('keys.actions'),
            cell: (key) => (stateOf(key) === 'valid' ? <KeyActions apiKey={key} show={setIssued} /> : '–'),
          },
        ]}
      />
    </Screen>
  );
}

interface KeyActionsProps {
  readonly apiKey: ApiKey;
  readonly show: (issued: components['schemas']['IssuedApiKey'] | null) => void;
}

/** A key is rotated by another one beside it: whoever uses it changes over while both work. */
function KeyActions({ apiKey, show }: KeyActionsProps) {
  const text = useText();
  const api = useApi();
  const queries = useQueryClient();
  const { id, name, scopes, expiresAt } = apiKey;
  const forget = () => queries.invalidateQueries({ queryKey: ['api-keys'] });
  return (
    <Flex gap={{ default: 'gapSm' }}>
      <Confirm
        label={text('keys.rotate')}
        title={text('keys.rotate.title', { name })}
        consequences={<p>{text('keys.rotate.text')}</p>}
        act={async () => {
          show(await answered(api.POST('/v1/api-keys', { body: { name, scopes, expiresAt } })));
          scrollTo({ top: 0 });
          await forget();
        }}
      />
      <Confirm
        danger
        label={text('keys.revoke')}
        title={text('keys.revoke.title', { name })}
        consequences={<p>{text('keys.revoke.text')}</p>}
        act={async () => {
          await api.DELETE('/v1/api-keys/{id}', { params: { path: { id } } });
          await forget();
        }}
      />
    </Flex>
  );
}
