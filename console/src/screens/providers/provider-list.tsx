import { Button, Label } from '@patternfly/react-core';
import { Link, useNavigate } from 'react-router';
import { useMay } from '../../authentication/use-authentication.js';
import { useLanguage, useText } from '../../language/use-messages.js';
import { CsvExport } from '../../parts/list/csv-export.js';
import { ListTable } from '../../parts/list/list-table.js';
import { useFilters } from '../../parts/list/use-filters.js';
import { Moment } from '../../parts/moment.js';
import { Screen } from '../../parts/screen.js';
import { Status } from '../../parts/status.js';
import { type Provider, useHealth, useProviders } from './provider-queries.js';

export function ProviderList() {
  const text = useText();
  const { language } = useLanguage().messages;
  const may = useMay();
  const navigate = useNavigate();
  const { cursor, turnTo } = useFilters([]);
  const query = useProviders(cursor);
  const health = useHealth(query.isFetched).data;
  const add = (
    <Button isDisabled={!may('providers:write')} onClick={() => void navigate('/providers/new')}>
      {text('providers.add')}
    </Button>
  );
  return (
    <Screen
      title={text('providers.title')}
      description={text('providers.description')}
      actions={
        <>
          <CsvExport path="/v1/providers" name="providers" />
          {add}
        </>
      }
    >
      <ListTable<Provider>
        caption={text('providers.title')}
        query={query}
        keyOf={({ id }) => id}
        cursor={cursor}
        turnTo={turnTo}
        empty={{ title: text('providers.empty.title'), text: text('providers.empty.text'), action: add }}
        columns={[
          { title: text('field.name'), cell: ({ name }) => <Link to={`/providers/${name}`}>{name}</Link> },
          {
            title: text('field.displayName'),
            cell: ({ displayName }) => displayName[language] ?? displayName['en'] ?? '–',
          },
          { title: text('field.kind'), cell: ({ kind }) => (kind === 'oidc' ? 'OpenID Connect' : 'OAuth 2.0') },
          { title: text('field.status'), cell: ({ enabled }) => <Status value={enabled ? 'enabled' : 'disabled'} /> },
          {
            title: text('providers.lastDay'),
            cell: ({ name }) => {
              const { logins, failed } = health?.get(name) ?? { logins: 0, failed: 0 };
              return <Link to={`/logins?provider=${name}`}>{text('health.loginsFailed', { logins, failed })}</Link>;
            },
          },
          {
            title: text('providers.warnings'),
            cell: ({ warnings }) =>
              warnings.length === 0 ? (
                '–'
              ) : (
                <Label status="warning" isCompact>
                  {warnings.length}
                </Label>
              ),
          },
          { title: text('field.changed'), cell: ({ updatedAt }) => <Moment at={updatedAt} /> },
        ]}
      />
    </Screen>
  );
}
