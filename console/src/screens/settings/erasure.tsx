import { Alert, Content, Form, FormGroup, Radio, TextInput } from '@patternfly/react-core';
import { useEffect, useState } from 'react';
import { useSearchParams } from 'react-router';
import { answered } from '../../api/client.js';
import type { components } from '../../api/schema.js';
import { useApi } from '../../api/use-api.js';
import { useMay } from '../../authentication/use-authentication.js';
import { useText } from '../../language/use-messages.js';
import { Confirm } from '../../parts/confirm.js';
import { Facts } from '../../parts/facts.js';
import { Moment } from '../../parts/moment.js';
import { Section } from '../../parts/section.js';
import { InView } from '../../parts/states/in-view.js';
import { AskedFor, type ErasureRequest, isAskedFor } from './asked-for.js';
import { useRetention } from './settings-queries.js';

type Done = components['schemas']['Erasure'];
type Whom = 'recipient' | 'user';

/** Destroys the keys of what is personal about somebody; every proof stays valid. */
export function Erasure() {
  const text = useText();
  const may = useMay();
  return (
    <Section title={text('erasure.title')}>
      <Content component="p">{text('erasure.text')}</Content>
      {may('audit:erase') ? <ErasureForm /> : <p>{text('form.readOnly')}</p>}
    </Section>
  );
}

/** Whom it is about stands in no address and no cache: it is sent once. */
function ErasureForm() {
  const text = useText();
  const api = useApi();
  const takesTwo = useRetention().data?.twoPersonErasure === true;
  const [whom, setWhom] = useState<Whom>('recipient');
  // Whoever comes from a signer authentication has said which envelope.
  const envelope = useSearchParams()[0].get('envelope') ?? '';
  const [envelopeId, setEnvelopeId] = useState(envelope);
  const [recipientEmail, setRecipientEmail] = useState('');
  const [userId, setUserId] = useState('');
  const [done, setDone] = useState<Done | ErasureRequest | null>(null);
  useEffect(() => {
    if (envelope === '') return undefined;
    const next = requestAnimationFrame(() => document.getElementById('erasure-email')?.focus());
    return () => cancelAnimationFrame(next);
  }, [envelope]);
  const body = whom === 'user' ? { userId } : { envelopeId, recipientEmail };
  const isComplete = (whom === 'user' ? [userId] : [envelopeId, recipientEmail]).every((value) => value.trim() !== '');
  const choose = (chosen: Whom) => (): void => {
    setWhom(chosen);
    setDone(null);
  };
  return (
    <Form onSubmit={(event) => event.preventDefault()}>
      <FormGroup role="radiogroup" fieldId="erasure-whom" label={text('erasure.whom')}>
        <Radio
          id="erasure-recipient"
          name="erasure-whom"
          label={text('erasure.recipient')}
          isChecked={whom === 'recipient'}
          onChange={choose('recipient')}
        />
        <Radio
          id="erasure-user"
          name="erasure-whom"
          label={text('erasure.user')}
          isChecked={whom === 'user'}
          onChange={choose('user')}
        />
      </FormGroup>
      {whom === 'recipient' ? (
        <>
          <FormGroup label={text('field.envelope')} fieldId="erasure-envelope" isRequired>
            <TextInput id="erasure-envelope" value={envelopeId} onChange={(_event, value) => setEnvelopeId(value)} />
          </FormGroup>
          <FormGroup label={text('field.email')} fieldId="erasure-email" isRequired>
            <TextInput
              id="erasure-email"
              type="email"
              autoComplete="off"
              value={recipientEmail}
              onChange={(_event, value) => setRecipientEmail(value)}
            />
          </FormGroup>
        </>
      ) : (
        <FormGroup label={text('erasure.userId')} fieldId="erasure-user-id" isRequired>
          <TextInput id="erasure-user-id" value={userId} onChange={(_event, value) => setUserId(value.trim())} />
        </FormGroup>
      )}
      <div>
        <Confirm
          danger
          label={text('erasure.erase')}
          title={text('erasure.confirm.title')}
          consequences={
            <>
              <p>
                {whom === 'user'
                  ? text('erasure.confirm.user')
                  : text('erasure.confirm.recipient', { email: recipientEmail, envelope: envelopeId })}
              </p>
              {takesTwo && <p>{text('erasures.takesTwo')}</p>}
            </>
          }
          isDisabled={!isComplete}
          act={async () => setDone(await answered(api.POST('/v1/erasures', { body })))}
        />
      </div>
      <div role="status">
        {done !== null && isAskedFor(done) && <AskedFor request={done} />}
        {done !== null && !isAskedFor(done) && (
          <InView of={done}>
            <Alert component="p" isInline variant="success" title={text('erasure.done')}>
              <Facts
                facts={[
                  [text('field.time'), <Moment key="time" at={done.erasedAt} seconds />],
                  [text('erasure.keys'), done.dataKeyIds.length],
                  ['ID', <code key="id">{done.id}</code>],
                ]}
              />
            </Alert>
          </InView>
        )}
      </div>
    </Form>
  );
}
