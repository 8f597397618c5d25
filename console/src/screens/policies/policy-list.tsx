import { Button, Label } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from 'react-router';
import { answered } from '../../api/client.js';
import { useClientNames } from '../../api/names.js';
import { useApi } from '../../api/use-api.js';
import { useMay } from '../../authentication/use-authentication.js';
import { useNamed, useText } from '../../language/use-messages.js';
import { Code } from '../../parts/code.js';
import { CsvExport } from '../../parts/list/csv-export.js';
import { ListTable } from '../../parts/list/list-table.js';
import { useFilters } from '../../parts/list/use-filters.js';
import { Moment } from '../../parts/moment.js';
import { Screen } from '../../parts/screen.js';
import { ConsoleShutOut } from './console-shut-out.js';
import { type Policy, useConditions } from './use-conditions.js';

const tones = { allow: 'green', deny: 'red', require: 'blue' } as const;

/** Rules that are judged before any token is issued. */
export function PolicyList() {
  const text = useText();
  const named = useNamed();
  const api = useApi();
  const may = useMay();
  const navigate = useNavigate();
  const clients = useClientNames();
  const conditionsOf = useConditions();
  const { cursor, turnTo } = useFilters([]);
  const query = useQuery({
    queryKey: ['policies', 'list', cursor],
    queryFn: () =>
      answered(
        api.GET('/v1/token-policies', {
          params: { query: { limit: 50, ...(cursor === undefined ? {} : { cursor }) } },
        }),
      ),
  });
  const isDisabled = !may('token-policies:write');
  const add = (
    <Button isDisabled={isDisabled} onClick={() => void navigate('/policies/new')}>
      {text('policies.add')}
    </Button>
  );
  return (
    <Screen
      title={text('policies.title')}
      description={text('policies.description')}
      actions={
        <>
          {add}
          <Button variant="secondary" isDisabled={isDisabled} onClick={() => void navigate('/policies/try')}>
            {text('policies.try')}
          </Button>
          <CsvExport path="/v1/token-policies" name="token-policies" />
        </>
      }
    >
      {query.data !== undefined && query.data.items.length > 0 && <ConsoleShutOut policies={query.data.items} />}
      <ListTable<Policy>
        caption={text('policies.title')}
        query={query}
        keyOf={({ id }) => id}
        cursor={cursor}
        turnTo={turnTo}
        empty={{ title: text('policies.empty.title'), text: text('policies.empty.text'), action: add }}
        columns={[
          {
            title: text('policy.effect'),
            cell: ({ effect }) => <Label color={tones[effect]}>{named('effect', effect)}</Label>,
          },
          { title: text('policy.reason'), cell: ({ id, reason }) => <Link to={`/policies/${id}`}>{reason}</Link> },
          {
            title: text('policy.for'),
            cell: ({ level, subject }) =>
              level === 'client' && subject !== null ? (
                <Link to={`/applications/${encodeURIComponent(subject)}`}>{clients.get(subject) ?? subject}</Link>
              ) : (
                <>
                  {named('level', level)} {subject !== null && <Code>{subject}</Code>}
                </>
              ),
          },
          {
            title: text('policy.conditions'),
            cell: (policy) => {
              const conditions = conditionsOf(policy);
              return conditions.length === 0 ? text('policy.always') : conditions.join('; ');
            },
          },
          { title: text('field.changed'), cell: ({ updatedAt }) => <Moment at={updatedAt} /> },
        ]}
      />
    </Screen>
  );
}
