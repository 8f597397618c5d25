import { Button, Flex, StackItem } from '@patternfly/react-core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { answered } from '../../api/client.js';
import { useApi } from '../../api/use-api.js';
import { useNamed, useText } from '../../language/use-messages.js';
import { Confirm } from '../../parts/confirm.js';
import { Moment } from '../../parts/moment.js';
import { Section } from '../../parts/section.js';
import { ProblemAlert } from '../../parts/states/failed.js';
import { type Me, type SecondFactor, useForgetMe } from './account-queries.js';
import { AddApp } from './add-app.js';
import { AddPasskey } from './add-passkey.js';
import { RecoveryCodes } from './recovery-codes.js';

/** Apps and passkeys that are asked for after the password, and the codes for when they are lost. */
export function SecondFactors({ me }: { readonly me: Me }) {
  const text = useText();
  const api = useApi();
  const forget = useForgetMe();
  const [adding, setAdding] = useState<'totp' | 'passkey' | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const renew = useMutation({
    mutationFn: () => answered(api.POST('/v1/me/second-factors', { body: { kind: 'recovery-codes' } })),
    onSuccess: async ({ recoveryCodes }) => {
      setCodes(recoveryCodes ?? null);
      await forget();
    },
  });
  const done = async (recoveryCodes: readonly string[] | null): Promise<void> => {
    if (recoveryCodes !== null) setCodes(recoveryCodes);
    setAdding(null);
    await forget();
  };
  const confirmed = me.secondFactors.filter((one) => one.confirmed);
  const isDisabled = !me.recentLogin;
  return (
    <>
      {codes !== null && (
        <StackItem>
          <RecoveryCodes codes={codes} email={me.email} />
        </StackItem>
      )}
      <Section title={text('account.factors')}>
        {confirmed.length === 0 ? (
          <p>{text('account.factors.none')}</p>
        ) : (
          <ul className="rows">
            {confirmed.map((factor) => (
              <Factor key={factor.id} factor={factor} isLast={confirmed.length === 1} isDisabled={isDisabled} />
            ))}
          </ul>
        )}
        {adding === 'totp' && <AddApp done={done} cancel={() => setAdding(null)} />}
        {adding === 'passkey' && <AddPasskey done={done} cancel={() => setAdding(null)} />}
        {adding === null && (
          <Flex gap={{ default: 'gapSm' }} className="form-actions">
            <Button variant="secondary" isDisabled={isDisabled} onClick={() => setAdding('totp')}>
              {text('account.factors.addApp')}
            </Button>
            <Button variant="secondary" isDisabled={isDisabled} onClick={() => setAdding('passkey')}>
              {text('account.factors.addPasskey')}
            </Button>
          </Flex>
        )}
      </Section>
      {confirmed.length > 0 && (
        <Section
          title={text('account.codes')}
          actions={
            <Confirm
              label={text('account.codes.renew')}
              title={text('account.codes.renew.title')}
              consequences={<p>{text('account.codes.renew.text')}</p>}
              isDisabled={isDisabled}
              act={() => renew.mutateAsync()}
            />
          }
        >
          <ProblemAlert error={renew.error} />
          <p>{text('account.codes.left', { count: me.recoveryCodesLeft })}</p>
        </Section>
      )}
    </>
  );
}

interface FactorProps {
  readonly factor: SecondFactor;
  readonly isLast: boolean;
  readonly isDisabled: boolean;
}

function Factor({ factor, isLast, isDisabled }: FactorProps) {
  const text = useText();
  const named = useNamed();
  const api = useApi();
  const forget = useForgetMe();
  const { id, kind, name, createdAt, lastUsedAt } = factor;
  return (
    <li>
      <span>
        <strong>{name}</strong>, {named('factor', kind)}, <Moment at={createdAt} />
        {lastUsedAt !== null && (
          <>
            , {text('account.factors.lastUsed')} <Moment at={lastUsedAt} />
          </>
        )}
      </span>
      <Confirm
        danger
        label={text('account.factors.remove')}
        title={text('account.factors.remove.title', { name })}
        consequences={<p>{text(isLast ? 'account.factors.remove.last' : 'account.factors.remove.text')}</p>}
        isDisabled={isDisabled}
        act={() => api.DELETE('/v1/me/second-factors/{id}', { params: { path: { id } } }).then(forget)}
      />
    </li>
  );
}
