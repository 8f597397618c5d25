import { Button } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from 'react-router';
import { answered } from '../../api/client.js';
import type { components } from '../../api/schema.js';
import { useApi } from '../../api/use-api.js';
import { useMay } from '../../authentication/use-authentication.js';
import { useNamed, useText } from '../../language/use-messages.js';
import { Code } from '../../parts/code.js';
import { CsvExport } from '../../parts/list/csv-export.js';
import { ListTable } from '../../parts/list/list-table.js';
import { useFilters } from '../../parts/list/use-filters.js';
import { Moment } from '../../parts/moment.js';
import { Screen } from '../../parts/screen.js';

type TenantApi = components['schemas']['OAuthResource'];

/** APIs of the tenant's own that are protected with tokens from here. */
export function ApiList() {
  const text = useText();
  const named = useNamed();
  const api = useApi();
  const may = useMay();
  const navigate = useNavigate();
  const { cursor, turnTo } = useFilters([]);
  const query = useQuery({
    queryKey: ['apis', 'list', cursor],
    queryFn: () =>
      answered(
        api.GET('/v1/oauth-resources', {
          params: { query: { limit: 50, ...(cursor === undefined ? {} : { cursor }) } },
        }),
      ),
  });
  const add = (
    <Button isDisabled={!may('oauth-resources:write')} onClick={() => void navigate('/apis/new')}>
      {text('apis.add')}
    </Button>
  );
  return (
    <Screen
      title={text('apis.title')}
      description={text('apis.description')}
      actions={
        <>
          {add}
          <CsvExport path="/v1/oauth-resources" name="apis" />
        </>
      }
    >
      <ListTable<TenantApi>
        caption={text('apis.title')}
        query={query}
        keyOf={({ id }) => id}
        cursor={cursor}
        turnTo={turnTo}
        empty={{ title: text('apis.empty.title'), text: text('apis.empty.text'), action: add }}
        columns={[
          {
            title: text('apis.identifier'),
            cell: ({ id, identifier }) => <Link to={`/apis/${id}`}>{identifier}</Link>,
          },
          { title: text('field.scopes'), cell: ({ scopes }) => <Code>{scopes.join(' ')}</Code> },
          {
            title: text('apis.tokenFormat'),
            cell: ({ tokenFormat }) => (tokenFormat === null ? text('apis.asClient') : named('format', tokenFormat)),
          },
          {
            title: text('apis.mutualTls'),
            cell: ({ mutualTlsRequired }) => text(mutualTlsRequired ? 'answer.yes' : 'answer.no'),
          },
          { title: text('field.changed'), cell: ({ updatedAt }) => <Moment at={updatedAt} /> },
        ]}
      />
    </Screen>
  );
}
