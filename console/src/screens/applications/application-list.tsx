import { Button } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from 'react-router';
import { answered } from '../../api/client.js';
import { useApi } from '../../api/use-api.js';
import { useMay } from '../../authentication/use-authentication.js';
import { useNamed, useText } from '../../language/use-messages.js';
import { Code } from '../../parts/code.js';
import { CsvExport } from '../../parts/list/csv-export.js';
import { ListTable } from '../../parts/list/list-table.js';
import { useFilters } from '../../parts/list/use-filters.js';
import { Moment } from '../../parts/moment.js';
import { Screen } from '../../parts/screen.js';
import { Status } from '../../parts/status.js';
import type { Application } from './application-queries.js';

export function ApplicationList() {
  const text = useText();
  const named = useNamed();
  const api = useApi();
  const may = useMay();
  const navigate = useNavigate();
  const { cursor, turnTo } = useFilters([]);
  const query = useQuery({
    queryKey: ['applications', 'list', cursor],
    queryFn: () =>
      answered(
        api.GET('/v1/oauth-clients', { params: { query: { limit: 50, ...(cursor === undefined ? {} : { cursor }) } } }),
      ),
  });
  const add = (
    <Button isDisabled={!may('oauth-clients:write')} onClick={() => void navigate('/applications/new')}>
      {text('applications.add')}
    </Button>
  );
  return (
    <Screen
      title={text('applications.title')}
      description={text('applications.description')}
      actions={
        <>
          {add}
          <CsvExport path="/v1/oauth-clients" name="applications" />
        </>
      }
    >
      <ListTable<Application>
        caption={text('applications.title')}
        query={query}
        keyOf={({ clientId }) => clientId}
        cursor={cursor}
        turnTo={turnTo}
        empty={{ title: text('applications.empty.title'), text: text('applications.empty.text'), action: add }}
        columns={[
          {
            title: text('field.name'),
            cell: ({ clientId, name }) => <Link to={`/applications/${encodeURIComponent(clientId)}`}>{name}</Link>,
          },
          { title: text('field.clientId'), cell: ({ clientId }) => <Code>{clientId}</Code> },
          {
            title: text('application.grants'),
            cell: ({ grants }) => grants.map((grant) => named('grant', grant)).join(', '),
          },
          {
            title: text('field.clientAuthentication'),
            cell: ({ authentication }) => named('method', authentication.method),
          },
          {
            title: text('field.status'),
            cell: ({ enabled }) => <Status value={enabled ? 'enabled' : 'disabled'} />,
          },
          { title: text('field.changed'), cell: ({ updatedAt }) => <Moment at={updatedAt} /> },
        ]}
      />
    </Screen>
  );
}
