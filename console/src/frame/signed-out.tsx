import { Button, EmptyState, EmptyStateActions, EmptyStateBody, EmptyStateFooter } from '@patternfly/react-core';
import { useAuthentication, useAuthenticationState } from '../authentication/use-authentication.js';
import { useText } from '../language/use-messages.js';
import { useTheme } from './use-theme.js';

/** Nobody is signed in: one button, and why where a sign-in failed. */
export function SignedOut() {
  const text = useText();
  const authentication = useAuthentication();
  const state = useAuthenticationState();
  useTheme();
  const fault = state.status === 'signed-out' ? state.fault : null;
  return (
    <main className="signed-out">
      <EmptyState headingLevel="h1" titleText={text('signedOut.title')} status={fault === null ? undefined : 'danger'}>
        <EmptyStateBody>{fault ?? text('signedOut.text')}</EmptyStateBody>
        <EmptyStateFooter>
          <EmptyStateActions>
            <Button onClick={() => authentication.signIn()}>{text('signedOut.signIn')}</Button>
          </EmptyStateActions>
        </EmptyStateFooter>
      </EmptyState>
    </main>
  );
}
