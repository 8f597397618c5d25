import {
  Button,
  EmptyState,
  EmptyStateBody,
  EmptyStateFooter,
  Form,
  FormGroup,
  TextInput,
} from '@patternfly/react-core';
import { useState } from 'react';
import { useAuthentication, useAuthenticationState } from '../authentication/use-authentication.js';
import { useText } from '../language/use-messages.js';
import { kept } from './preferences.js';
import { useTheme } from './use-theme.js';

/** Nobody is signed in: one button, and why where a sign-in failed. */
export function SignedOut() {
  const text = useText();
  const authentication = useAuthentication();
  const state = useAuthenticationState();
  useTheme();
  const [tenant, setTenant] = useState(kept('tenant') ?? 'default');
  const fault = state.status === 'signed-out' ? state.fault : null;
  return (
    <main className="signed-out">
      <EmptyState headingLevel="h1" titleText={text('signedOut.title')} status={fault === null ? undefined : 'danger'}>
        <EmptyStateBody>{fault ?? text('signedOut.text')}</EmptyStateBody>
        <EmptyStateFooter>
          <Form
            onSubmit={(event) => {
              event.preventDefault();
              authentication.signIn(tenant);
            }}
          >
            <FormGroup label={text('signedOut.tenant')} fieldId="tenant">
              <TextInput id="tenant" value={tenant} onChange={(_event, value) => setTenant(value)} />
            </FormGroup>
            <Button type="submit">{text('signedOut.signIn')}</Button>
          </Form>
        </EmptyStateFooter>
      </EmptyState>
    </main>
  );
}
