import { Button, FormGroup, FormSelect, FormSelectOption, Stack, StackItem } from '@patternfly/react-core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { answered } from '../../api/client.js';
import { useApi } from '../../api/use-api.js';
import { useMay } from '../../authentication/use-authentication.js';
import { useText } from '../../language/use-messages.js';
import { Code } from '../../parts/code.js';
import { Confirm } from '../../parts/confirm.js';
import { Moment } from '../../parts/moment.js';
import { Section } from '../../parts/section.js';
import { ShownOnce } from '../../parts/shown-once.js';
import { ProblemAlert } from '../../parts/states/failed.js';
import { type Application, useForgetApplications } from './application-queries.js';
import { generatedKinds, needsKeys } from './edit/fitting.js';
import { KeyInput } from './edit/key-input.js';
import type { PublicKey } from './edit/key-material.js';

type Kind = (typeof generatedKinds)[number];

/** Every key that works now; a new one beside it before the old one goes is how they are rotated. */
export function ApplicationKeys({ application }: { readonly application: Application }) {
  const text = useText();
  const api = useApi();
  const may = useMay();
  const forget = useForgetApplications();
  const [kind, setKind] = useState<Kind>('RSA-2048');
  const { clientId, keys } = application;
  const path = { clientId };
  const add = useMutation({
    mutationFn: (body: { readonly generateKey: Kind } | { readonly key: PublicKey }) =>
      answered(api.POST('/v1/oauth-clients/{clientId}/keys', { params: { path }, body })),
    onSuccess: forget,
  });
  if (!needsKeys(application)) return null;
  const mayWrite = may('oauth-clients:write');
  const selfSigned = application.authentication.method === 'self_signed_tls_client_auth';
  return (
    <Section title={text('application.keys')}>
      <Stack hasGutter>
        <ProblemAlert error={add.error} />
        {add.data?.privateKeyShownOnce !== undefined && (
          <ShownOnce title={text('application.privateKey')} secrets={[add.data.privateKeyShownOnce]} />
        )}
        <StackItem>
          <ul className="rows">
            {keys.map(({ kid, kty, setAt }) => (
              <li key={kid}>
                <span>
                  {kty} <Code>{kid}</Code>, <Moment at={setAt} />
                </span>
                <Confirm
                  danger
                  label={text('application.key.remove')}
                  title={text('application.key.remove.title')}
                  consequences={
                    <p>
                      {text('application.key.remove.text')} <Code>{kid}</Code>
                    </p>
                  }
                  isDisabled={!mayWrite}
                  act={async () => {
                    await api.DELETE('/v1/oauth-clients/{clientId}/keys/{kid}', {
                      params: { path: { clientId, kid } },
                    });
                    await forget();
                  }}
                />
              </li>
            ))}
          </ul>
        </StackItem>
        {mayWrite && (
          <>
            {!selfSigned && (
              <StackItem className="links">
                <FormGroup label={text('application.generateKey')} fieldId="generate-kind">
                  <FormSelect id="generate-kind" value={kind} onChange={(_event, value) => setKind(value as Kind)}>
                    {generatedKinds.map((one) => (
                      <FormSelectOption key={one} value={one} label={one} />
                    ))}
                  </FormSelect>
                </FormGroup>
                <Button
                  variant="secondary"
                  isLoading={add.isPending}
                  isDisabled={add.isPending}
                  onClick={() => add.mutate({ generateKey: kind })}
                >
                  {text('application.key.make')}
                </Button>
              </StackItem>
            )}
            <StackItem>
              <KeyInput add={(key) => add.mutate({ key })} />
            </StackItem>
          </>
        )}
      </Stack>
    </Section>
  );
}
