import { ActionGroup, Button, Form, FormGroup, TextInput } from '@patternfly/react-core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answered } from '../../api/client.js';
import { ApiFailure } from '../../api/problem.js';
import { useApi } from '../../api/use-api.js';
import { useText } from '../../language/use-messages.js';
import { Copyable } from '../../parts/copyable.js';
import { Failed, ProblemAlert } from '../../parts/states/failed.js';
import { Loading } from '../../parts/states/loading.js';
import { QrCode } from './qr-code.js';

export interface AddFactorProps {
  /** @param recoveryCodes made with the first second factor; null: there are some already */
  readonly done: (recoveryCodes: readonly string[] | null) => Promise<void>;
  readonly cancel: () => void;
}

/** The app reads the code on the screen; what it then shows proves that it has it. */
export function AddApp({ done, cancel }: AddFactorProps) {
  const text = useText();
  const api = useApi();
  const [code, setCode] = useState('');
  // Asked for once for each time that somebody begins; its secret is kept nowhere.
  const begun = useQuery({
    queryKey: ['me', 'new-app'],
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    queryFn: () =>
      answered(api.POST('/v1/me/second-factors', { body: { kind: 'totp', name: text('account.app.name') } })),
  });
  const id = begun.data?.id ?? '';
  const confirm = useMutation({
    mutationFn: () =>
      answered(
        api.POST('/v1/me/second-factors/{id}/confirmation', {
          params: { path: { id } },
          body: { code: code.replaceAll(/\s/g, '') },
        }),
      ),
    onSuccess: ({ recoveryCodes }) => done(recoveryCodes),
  });
  if (begun.isPending) return <Loading />;
  if (begun.isError) return <Failed error={begun.error} />;
  const { uri = '', secret = '' } = begun.data;
  return (
    <Form
      className="form-actions"
      onSubmit={(event) => {
        event.preventDefault();
        confirm.mutate();
      }}
    >
      <p>{text('account.app.text')}</p>
      <QrCode text={uri} label={text('account.app.qr')} />
      <div>
        {text('account.app.secret')} <Copyable label={text('account.app.secret')}>{secret}</Copyable>
      </div>
      <ProblemAlert error={confirm.error} />
      <FormGroup label={text('account.app.code')} fieldId="app-code" isRequired>
        <TextInput
          id="app-code"
          isRequired
          inputMode="numeric"
          autoComplete="one-time-code"
          value={code}
          validated={confirm.error instanceof ApiFailure ? 'error' : 'default'}
          onChange={(_event, value) => setCode(value)}
        />
      </FormGroup>
      <ActionGroup>
        <Button type="submit" isLoading={confirm.isPending} isDisabled={confirm.isPending || code.length < 6}>
          {text('account.app.confirm')}
        </Button>
        <Button variant="link" onClick={cancel}>
          {text('action.cancel')}
        </Button>
      </ActionGroup>
    </Form>
  );
}
