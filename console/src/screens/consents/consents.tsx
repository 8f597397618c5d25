import { Button } from '@patternfly/react-core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, Route, Routes, useNavigate } from 'react-router';
import { answered } from '../../api/client.js';
import { useClientNames, useUserNames } from '../../api/names.js';
import type { components } from '../../api/schema.js';
import { useApi } from '../../api/use-api.js';
import { useMay } from '../../authentication/use-authentication.js';
import { useNamed, useText } from '../../language/use-messages.js';
import { Code } from '../../parts/code.js';
import { Confirm } from '../../parts/confirm.js';
import { CsvExport } from '../../parts/list/csv-export.js';
import { FilterBar, type FilterField } from '../../parts/list/filter-bar.js';
import { ListTable } from '../../parts/list/list-table.js';
import { useFilters } from '../../parts/list/use-filters.js';
import { Moment } from '../../parts/moment.js';
import { Screen } from '../../parts/screen.js';
import { NotFound } from '../../parts/states/not-found.js';
import { GiveConsent } from './give-consent.js';

type Consent = components['schemas']['Consent'];

export default function Consents() {
  return (
    <Routes>
      <Route index element={<ConsentList />} />
      <Route path="new" element={<GiveConsent />} />
      <Route path="*" element={<NotFound />} />
    </Routes>
  );
}

/** A list to choose from while it is whole, an id to type otherwise. */
const filterOf = (name: string, label: string, names: ReadonlyMap<string, string>): FilterField =>
  names.size > 0 ? { kind: 'choice', name, label, choices: [...names] } : { kind: 'text', name, label };

/** Who lets which application act for whom, and the end of that. */
function ConsentList() {
  const text = useText();
  const named = useNamed();
  const api = useApi();
  const may = useMay();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const clients = useClientNames();
  const users = useUserNames();
  const { values, cursor, set, clear, turnTo } = useFilters(['clientId', 'userId']);
  const query = useQuery({
    queryKey: ['consents', values, cursor],
    queryFn: () =>
      answered(
        api.GET('/v1/consents', {
          params: { query: { limit: 50, ...values, ...(cursor === undefined ? {} : { cursor }) } },
        }),
      ),
  });
  const mayWrite = may('consents:write');
  const nameOf = ({ clientId }: Consent): string => clients.get(clientId) ?? clientId;
  return (
    <Screen
      title={text('consents.title')}
      description={text('consents.description')}
      actions={
        <>
          <Button isDisabled={!mayWrite} onClick={() => void navigate('/consents/new')}>
            {text('consents.give')}
          </Button>
          <CsvExport path="/v1/consents" query={values} name="consents" />
        </>
      }
    >
      <FilterBar
        fields={[
          filterOf('clientId', text('consents.application'), clients),
          filterOf('userId', text('consents.user'), users),
        ]}
        values={values}
        set={(name, value) => set(name === 'clientId' ? 'clientId' : 'userId', value)}
        clear={clear}
      />
      <ListTable<Consent>
        caption={text('consents.title')}
        query={query}
        keyOf={({ id }) => id}
        isFiltered={Object.keys(values).length > 0}
        cursor={cursor}
        turnTo={turnTo}
        empty={{ title: text('consents.empty.title'), text: text('consents.empty.text') }}
        columns={[
          {
            title: text('consents.application'),
            cell: (one) => <Link to={`/applications/${encodeURIComponent(one.clientId)}`}>{nameOf(one)}</Link>,
          },
          {
            title: text('consents.user'),
            cell: ({ userId }) =>
              userId === null ? (
                text('consents.everyUser')
              ) : (
                <Link to={`/users/${userId}`}>{users.get(userId) ?? userId}</Link>
              ),
          },
          {
            title: text('field.scopes'),
            cell: ({ scopes, resource }) => (
              <>
                <Code>{scopes.join(' ')}</Code> <small>{resource}</small>
              </>
            ),
          },
          {
            title: text('consents.given'),
            cell: ({ givenBy, givenAt }) => (
              <>
                <Moment at={givenAt} />, {named('actor', givenBy.type)} {users.get(givenBy.id) ?? ''}
              </>
            ),
          },
          {
            title: text('consents.revoke'),
            cell: (one) => (
              <Confirm
                danger
                label={text('consents.revoke')}
                title={text('consents.revoke.title', { name: nameOf(one) })}
                consequences={<p>{text(one.userId === null ? 'consents.revoke.all' : 'consents.revoke.one')}</p>}
                isDisabled={!mayWrite}
                act={async () => {
                  await api.DELETE('/v1/consents/{id}', { params: { path: { id: one.id } } });
                  await queries.invalidateQueries({ queryKey: ['consents'] });
                }}
              />
            ),
          },
        ]}
      />
    </Screen>
  );
}
