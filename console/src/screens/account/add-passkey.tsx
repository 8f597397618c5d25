import { ActionGroup, Alert, Button, Form, FormGroup, TextInput } from '@patternfly/react-core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { answered } from '../../api/client.js';
import { ApiFailure } from '../../api/problem.js';
import { useApi } from '../../api/use-api.js';
import { useText } from '../../language/use-messages.js';
import { ProblemAlert } from '../../parts/states/failed.js';
import type { AddFactorProps } from './add-app.js';
import { makePasskey, passkeysAreKnown } from './passkey.js';

/** The browser, or a key at hand, makes a passkey for this service. */
export function AddPasskey({ done, cancel }: AddFactorProps) {
  const text = useText();
  const api = useApi();
  const [name, setName] = useState('');
  const make = useMutation({
    mutationFn: async () => {
      const named = name.trim() === '' ? {} : { name: name.trim() };
      const begun = await answered(api.POST('/v1/me/second-factors', { body: { kind: 'passkey', ...named } }));
      const credential = await makePasskey(begun.options ?? {});
      return answered(
        api.POST('/v1/me/second-factors/{id}/confirmation', {
          params: { path: { id: begun.id ?? '' } },
          body: { credential },
        }),
      );
    },
    onSuccess: ({ recoveryCodes }) => done(recoveryCodes),
  });
  // Whoever closes the browser's question is told so, in no words of the API.
  const refusedByBrowser = make.isError && !(make.error instanceof ApiFailure);
  if (!passkeysAreKnown())
    return <Alert component="p" isInline variant="warning" title={text('account.passkey.unknown')} />;
  return (
    <Form
      className="form-actions"
      onSubmit={(event) => {
        event.preventDefault();
        make.mutate();
      }}
    >
      <p>{text('account.passkey.text')}</p>
      {refusedByBrowser ? (
        <Alert component="p" isInline variant="warning" title={text('account.passkey.notMade')} />
      ) : (
        <ProblemAlert error={make.error} />
      )}
      <FormGroup label={text('account.passkey.name')} fieldId="passkey-name">
        <TextInput id="passkey-name" autoComplete="off" value={name} onChange={(_event, value) => setName(value)} />
      </FormGroup>
      <ActionGroup>
        <Button type="submit" isLoading={make.isPending} isDisabled={make.isPending}>
          {text('account.passkey.make')}
        </Button>
        <Button variant="link" onClick={cancel}>
          {text('action.cancel')}
        </Button>
      </ActionGroup>
    </Form>
  );
}
