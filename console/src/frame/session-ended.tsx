import { Button, EmptyState, EmptyStateBody, EmptyStateFooter } from '@patternfly/react-core';
import { useAuthentication } from '../authentication/use-authentication.js';
import { useText } from '../language/use-messages.js';
import { useTheme } from './use-theme.js';

/** In the place of a screen whose session has ended: the screen is not gone, and comes back with whoever signs in again. */
export function SessionEnded() {
  const text = useText();
  const authentication = useAuthentication();
  useTheme();
  return (
    <main className="signed-out">
      <EmptyState headingLevel="h1" titleText={text('ended.title')}>
        <EmptyStateBody>{text('ended.text')}</EmptyStateBody>
        <EmptyStateFooter>
          <Button onClick={() => authentication.signInBeside()}>{text('ended.signIn')}</Button>
        </EmptyStateFooter>
      </EmptyState>
    </main>
  );
}
