import {
  ActionGroup,
  Alert,
  Button,
  Checkbox,
  Form,
  FormGroup,
  FormSelect,
  FormSelectOption,
} from '@patternfly/react-core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { answered } from '../../api/client.js';
import { JWT_GRANT } from '../../api/oauth-names.js';
import { useApi } from '../../api/use-api.js';
import { useText } from '../../language/use-messages.js';
import { Screen } from '../../parts/screen.js';
import { Section } from '../../parts/section.js';
import { Failed, ProblemAlert } from '../../parts/states/failed.js';

/** An administrator's consent for all users, which says whom it covers before it is given. */
export function GiveConsent() {
  const text = useText();
  const api = useApi();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [parameters] = useSearchParams();
  const [clientId, setClientId] = useState(parameters.get('clientId') ?? '');
  const [scopes, setScopes] = useState<readonly string[]>([]);
  const clients = useQuery({
    queryKey: ['applications', 'names'],
    queryFn: () => answered(api.GET('/v1/oauth-clients', { params: { query: { limit: 200 } } })),
  });
  const give = useMutation({
    mutationFn: () => answered(api.POST('/v1/consents', { body: { clientId, scopes: [...scopes] } })),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['consents'] });
      void navigate('/consents');
    },
  });
  // Of others each user is asked themselves.
  const withJwtGrant = clients.data?.items.filter(({ grants }) => grants.includes(JWT_GRANT)) ?? [];
  const client = withJwtGrant.find((one) => one.clientId === clientId);
  return (
    <Screen title={text('consents.give')} parent={{ to: '/consents', title: text('consents.title') }}>
      {clients.isError && <Failed error={clients.error} retry={() => void clients.refetch()} />}
      <Section title={text('consents.give')}>
        <Form
          onSubmit={(event) => {
            event.preventDefault();
            give.mutate();
          }}
        >
          <ProblemAlert error={give.error} />
          <Alert component="p" isInline variant="info" title={text('consents.give.covers')}>
            {text('consents.give.text')}
          </Alert>
          <FormGroup label={text('consents.application')} fieldId="consent-client" isRequired>
            <FormSelect
              id="consent-client"
              value={clientId}
              onChange={(_event, value) => {
                setClientId(value);
                setScopes([]);
              }}
            >
              <FormSelectOption value="" label="–" isDisabled />
              {withJwtGrant.map((one) => (
                <FormSelectOption key={one.clientId} value={one.clientId} label={one.name} />
              ))}
            </FormSelect>
          </FormGroup>
          {client !== undefined && (
            <FormGroup role="group" label={text('field.scopes')} fieldId="consent-scopes" isRequired isStack>
              {client.scopes.map((scope) => (
                <Checkbox
                  key={scope}
                  id={`consent-${scope}`}
                  label={scope}
                  isChecked={scopes.includes(scope)}
                  onChange={(_event, checked) =>
                    setScopes(checked ? [...scopes, scope] : scopes.filter((one) => one !== scope))
                  }
                />
              ))}
            </FormGroup>
          )}
          <ActionGroup>
            <Button type="submit" isLoading={give.isPending} isDisabled={give.isPending || scopes.length === 0}>
              {text('consents.give')}
            </Button>
            <Button variant="link" onClick={() => void navigate('/consents')}>
              {text('action.cancel')}
            </Button>
          </ActionGroup>
        </Form>
      </Section>
    </Screen>
  );
}
