import { Alert, ProgressStep, ProgressStepper, StackItem } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { answered } from '../../api/client.js';
import { useApi } from '../../api/use-api.js';
import { useMay } from '../../authentication/use-authentication.js';
import { useText } from '../../language/use-messages.js';
import { useProviders } from '../providers/provider-queries.js';

/** What to do first, until signers log in: asked for where nobody did in the last day. */
export function FirstSteps() {
  const text = useText();
  const api = useApi();
  const providers = useProviders(undefined);
  const hasTried = useHasTried();
  const any = useQuery({
    queryKey: ['logins', 'any'],
    queryFn: () => answered(api.GET('/v1/signer-authentications', { params: { query: { limit: 1 } } })),
  });
  if (providers.data === undefined || any.data === undefined || any.data.items.length > 0) return null;
  const [first] = providers.data.items;
  const hasProvider = first !== undefined;
  return (
    <StackItem>
      <Alert component="p" isInline isPlain variant="info" title={text('first.title')}>
        <ProgressStepper isVertical aria-label={text('first.title')}>
          <ProgressStep
            id="first-provider"
            titleId="first-provider-title"
            variant={hasProvider ? 'success' : 'info'}
            isCurrent={!hasProvider}
            aria-label={text('first.provider')}
            description={text('first.providerText')}
          >
            <Link to="/providers/new">{text('first.provider')}</Link>
          </ProgressStep>
          <ProgressStep
            id="first-test"
            titleId="first-test-title"
            variant={hasTried ? 'success' : hasProvider ? 'info' : 'pending'}
            isCurrent={hasProvider && !hasTried}
            aria-label={text('first.test')}
            description={text('first.testText')}
          >
            {hasProvider ? <Link to={`/providers/${first.name}`}>{text('first.test')}</Link> : text('first.test')}
          </ProgressStep>
          <ProgressStep
            id="first-login"
            titleId="first-login-title"
            variant={hasTried ? 'info' : 'pending'}
            isCurrent={hasTried}
            aria-label={text('first.login')}
            description={text('first.loginText')}
          >
            <Link to="/logins">{text('first.login')}</Link>
          </ProgressStep>
        </ProgressStepper>
      </Alert>
    </StackItem>
  );
}

/** Whether a test login has succeeded lately, by the trail; whoever may not read it is not told. */
function useHasTried(): boolean {
  const api = useApi();
  const may = useMay();
  const ended = useQuery({
    queryKey: ['log', 'events', 'test logins'],
    enabled: may('audit:read'),
    queryFn: () =>
      answered(
        api.GET('/v1/audit-events', { params: { query: { type: 'provider.test_login', sort: '-time', limit: 100 } } }),
      ),
  });
  return ended.data?.items.some(({ data }) => data.status === 'succeeded') ?? false;
}
