import { Alert, AlertActionLink, StackItem } from '@patternfly/react-core';
import { useNavigate } from 'react-router';
import { usePerson } from '../../authentication/use-authentication.js';
import { useText } from '../../language/use-messages.js';
import { useMeOnce } from '../account/account-queries.js';

/** The operator of a first start comes by a link that works once: told while a way back can still be made. */
export function NoPassword() {
  const text = useText();
  const navigate = useNavigate();
  const isOperator = usePerson()?.scopes?.has('tenants:write') === true;
  const { data } = useMeOnce(isOperator);
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
