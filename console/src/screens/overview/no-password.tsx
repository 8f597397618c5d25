import { Alert, AlertActionLink, StackItem } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { answered } from '../../api/client.js';
import { useApi } from '../../api/use-api.js';
import { usePerson } from '../../authentication/use-authentication.js';
import { useText } from '../../language/use-messages.js';

/** The operator of a first start comes by a link that works once: told while a way back can still be made. */
export function NoPassword() {
  const text = useText();
  const api = useApi();
  const navigate = useNavigate();
  const isOperator = usePerson()?.scopes?.has('tenants:write') === true;
  const { data } = useQuery({
    queryKey: ['me'],
    enabled: isOperator,
    retry: false,
    queryFn: () => answered(api.GET('/v1/me')),
  });
  if (data === undefined || data.password.set || !data.password.allowed) return null;
  return (
    <StackItem>
      <Alert
        component="p"
        isInline
        variant="info"
        title={text('overview.noPassword.title')}
        actionLinks={
          <AlertActionLink onClick={() => void navigate('/account')}>{text('account.title')}</AlertActionLink>
        }
      >
        {text('overview.noPassword.text')}
      </Alert>
    </StackItem>
  );
}
