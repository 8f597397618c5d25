import {
  ActionGroup,
  Button,
  Form,
  FormGroup,
  FormHelperText,
  HelperText,
  HelperTextItem,
  TextInput,
} from '@patternfly/react-core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiFailure } from '../../api/problem.js';
import { useApi } from '../../api/use-api.js';
import { useAuthentication } from '../../authentication/use-authentication.js';
import { useText } from '../../language/use-messages.js';
import { Section } from '../../parts/section.js';
import { ProblemAlert } from '../../parts/states/failed.js';
import type { Me } from './account-queries.js';

/** Another password; every session ends with it, this one too, so that the new one is used at once. */
export function Password({ me }: { readonly me: Me }) {
  const text = useText();
  const api = useApi();
  const authentication = useAuthentication();
  const [current, setCurrent] = useState('');
  const [chosen, setChosen] = useState('');
  const change = useMutation({
    mutationFn: () =>
      api.POST('/v1/me/password', {
        body: { newPassword: chosen, ...(me.password.set ? { currentPassword: current } : {}) },
      }),
    onSuccess: () => authentication.signIn(),
  });
  const fault = change.error instanceof ApiFailure ? change.error.faultAt('$.newPassword') : null;
  const wrong = change.error instanceof ApiFailure ? change.error.faultAt('$.currentPassword') : null;
  return (
    <Section title={text('account.password')}>
      <Form
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate();
        }}
      >
        <ProblemAlert error={change.error} />
        <p>{text('account.password.text')}</p>
        {me.password.set && (
          <FormGroup label={text('account.password.current')} fieldId="current-password" isRequired>
            <TextInput
              id="current-password"
              type="password"
              autoComplete="current-password"
              isRequired
              value={current}
              validated={wrong === null ? 'default' : 'error'}
              onChange={(_event, value) => setCurrent(value)}
            />
          </FormGroup>
        )}
        <FormGroup label={text('account.password.new')} fieldId="new-password" isRequired>
          <TextInput
            id="new-password"
            type="password"
            autoComplete="new-password"
            isRequired
            value={chosen}
            validated={fault === null ? 'default' : 'error'}
            aria-describedby="new-password-help"
            onChange={(_event, value) => setChosen(value)}
          />
          <FormHelperText id="new-password-help">
            <HelperText>
              {fault !== null && <HelperTextItem variant="error">{fault}</HelperTextItem>}
              <HelperTextItem>{text('account.password.help')}</HelperTextItem>
            </HelperText>
          </FormHelperText>
        </FormGroup>
        <ActionGroup>
          <Button
            type="submit"
            isLoading={change.isPending}
            isDisabled={change.isPending || !me.recentLogin || chosen === ''}
          >
            {text('account.password.change')}
          </Button>
        </ActionGroup>
      </Form>
    </Section>
  );
}
