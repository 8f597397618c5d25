import { ActionGroup, Button, Form, FormGroup, FormSelect, FormSelectOption, TextInput } from '@patternfly/react-core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { answered } from '../../api/client.js';
import { useClientNames } from '../../api/names.js';
import { grants, methods } from '../../api/oauth-names.js';
import type { components } from '../../api/schema.js';
import { useApi } from '../../api/use-api.js';
import { useNamed, useText } from '../../language/use-messages.js';
import { Screen } from '../../parts/screen.js';
import { Section } from '../../parts/section.js';
import { ProblemAlert } from '../../parts/states/failed.js';
import { TrialResult } from './trial-result.js';

type Trial = components['schemas']['TokenPolicyTrial'];

interface ChoiceProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly choices: readonly (readonly [value: string, label: string])[];
  readonly choose: (value: string) => void;
}

function Choice({ id, label, value, choices, choose }: ChoiceProps) {
  return (
    <FormGroup label={label} fieldId={id}>
      <FormSelect id={id} value={value} onChange={(_event, chosen) => choose(chosen)}>
        {choices.map(([one, shown]) => (
          <FormSelectOption key={one} value={one} label={shown} />
        ))}
      </FormSelect>
    </FormGroup>
  );
}

/** Says what would happen to a token, and why, without issuing one. */
export function TryPolicies() {
  const text = useText();
  const named = useNamed();
  const api = useApi();
  const clients = useClientNames();
  const [parameters] = useSearchParams();
  const [clientId, setClientId] = useState(parameters.get('clientId') ?? '');
  const [grant, setGrant] = useState('client_credentials');
  const [method, setMethod] = useState('client_secret_basic');
  const [binding, setBinding] = useState('none');
  const [scopes, setScopes] = useState('');
  const [address, setAddress] = useState('192.0.2.1');
  const [at, setAt] = useState('');
  const trial = useMutation({
    mutationFn: () =>
      answered(
        api.POST('/v1/token-policies:try', {
          body: {
            clientId,
            grant,
            authentication: method,
            binding,
            scopes: scopes.split(/\s+/).filter((scope) => scope !== ''),
            address,
            ...(at === '' ? {} : { at: new Date(at).toISOString() }),
          } as Trial,
        }),
      ),
  });
  return (
    <Screen
      title={text('policies.try')}
      description={text('policies.try.text')}
      parent={{ to: '/policies', title: text('policies.title') }}
    >
      <Section title={text('policies.try.token')}>
        <Form
          onSubmit={(event) => {
            event.preventDefault();
            trial.mutate();
          }}
        >
          <ProblemAlert error={trial.error} />
          {clients.size > 0 ? (
            <Choice
              id="try-client"
              label={text('policy.client')}
              value={clientId}
              choices={[['', '–'], ...clients]}
              choose={setClientId}
            />
          ) : (
            <FormGroup label={text('field.clientId')} fieldId="try-client" isRequired>
              <TextInput id="try-client" value={clientId} onChange={(_event, value) => setClientId(value)} />
            </FormGroup>
          )}
          <Choice
            id="try-grant"
            label={text('policy.grant')}
            value={grant}
            choices={grants.map((one) => [one, named('grant', one)])}
            choose={setGrant}
          />
          <Choice
            id="try-method"
            label={text('field.clientAuthentication')}
            value={method}
            choices={methods.map((one) => [one, named('method', one)])}
            choose={setMethod}
          />
          <Choice
            id="try-binding"
            label={text('policy.binding')}
            value={binding}
            choices={(['none', 'dpop', 'certificate'] as const).map((one) => [one, named('bound', one)])}
            choose={setBinding}
          />
          <FormGroup label={text('field.scopes')} fieldId="try-scopes">
            <TextInput id="try-scopes" value={scopes} onChange={(_event, value) => setScopes(value)} />
          </FormGroup>
          <FormGroup label={text('policy.address')} fieldId="try-address">
            <TextInput id="try-address" value={address} onChange={(_event, value) => setAddress(value)} />
          </FormGroup>
          <FormGroup label={text('policy.at')} fieldId="try-at">
            <TextInput id="try-at" type="datetime-local" value={at} onChange={(_event, value) => setAt(value)} />
          </FormGroup>
          <ActionGroup>
            <Button type="submit" isLoading={trial.isPending} isDisabled={trial.isPending || clientId === ''}>
              {text('policies.try.start')}
            </Button>
          </ActionGroup>
        </Form>
      </Section>
      <div aria-live="polite">{trial.data !== undefined && <TrialResult result={trial.data} />}</div>
    </Screen>
  );
}
