import { Grid, GridItem } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { answered } from '../../api/client.js';
import { useApi } from '../../api/use-api.js';
import { useText } from '../../language/use-messages.js';
import { Screen } from '../../parts/screen.js';
import { Unanswered } from '../../parts/states/unanswered.js';
import { Expirations } from './expirations.js';
import { Failures } from './failures.js';
import { FirstSteps } from './first-steps.js';
import { Logins } from './logins.js';
import { NoPassword } from './no-password.js';
import { ProviderHealth } from './provider-health.js';
import { Standing } from './standing.js';

/** What whoever runs a tenant looks at first. */
export default function Overview() {
  const text = useText();
  const api = useApi();
  const query = useQuery({
    queryKey: ['statistics'],
    refetchInterval: 60_000,
    queryFn: () => answered(api.GET('/v1/statistics/logins', { params: { query: { step: 'hour' } } })),
  });
  const logins = query.data?.items ?? [];
  return (
    <Screen title={text('overview.title')}>
      <NoPassword />
      {query.isSuccess && logins.length === 0 && <FirstSteps />}
      <Unanswered query={query} />
      {query.data !== undefined && logins.length > 0 && <Logins statistics={query.data} />}
      <Grid hasGutter lg={6}>
        <GridItem>
          <Failures />
        </GridItem>
        <GridItem>
          <Expirations />
        </GridItem>
        <GridItem>
          <ProviderHealth isDue={query.isFetched} />
        </GridItem>
        <GridItem>
          <Standing />
        </GridItem>
      </Grid>
    </Screen>
  );
}
