import { Button, Label, LabelGroup } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { answered } from '../../api/client.js';
import type { components, operations } from '../../api/schema.js';
import { useApi } from '../../api/use-api.js';
import { useMay } from '../../authentication/use-authentication.js';
import { useNamed, useText } from '../../language/use-messages.js';
import { CsvExport } from '../../parts/list/csv-export.js';
import { FilterBar } from '../../parts/list/filter-bar.js';
import { ListTable } from '../../parts/list/list-table.js';
import { useFilters } from '../../parts/list/use-filters.js';
import { Moment } from '../../parts/moment.js';
import { Screen } from '../../parts/screen.js';
import { Status } from '../../parts/status.js';
import { IssuedKey } from './issued-key.js';
import { KeyActions } from './key-actions.js';

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
  const may = useMay();
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
  const rotated = new Set(query.data?.items.map(({ rotatedFrom }) => rotatedFrom));
  const add = (
    <Button isDisabled={!may('keys:write')} onClick={() => void navigate('/api-keys/new')}>
      {text('keys.add')}
    </Button>
  );
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
          {
            title: text('field.name'),
            cell: ({ name, rotatedFrom }) => (rotatedFrom === null ? name : text('keys.inPlace', { name })),
          },
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
            cell: (key) =>
              stateOf(key) === 'valid' ? (
                <KeyActions apiKey={key} isRotated={rotated.has(key.id)} show={setIssued} />
              ) : (
                '–'
              ),
          },
        ]}
      />
    </Screen>
  );
}
