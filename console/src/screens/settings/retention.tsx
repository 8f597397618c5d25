import { Alert, Checkbox, Content, Form, FormGroup, Radio, TextInput } from '@patternfly/react-core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answered } from '../../api/client.js';
import { useApi } from '../../api/use-api.js';
import { useMay } from '../../authentication/use-authentication.js';
import { useText } from '../../language/use-messages.js';
import { Confirm } from '../../parts/confirm.js';
import { Section } from '../../parts/section.js';
import { Unanswered } from '../../parts/states/unanswered.js';
import { AskedFor, isAskedFor } from './asked-for.js';
import { type Retention as RetentionOfTenant, retentionKey, tagged, useRetention } from './settings-queries.js';

const A_YEAR = '365';

/** How long raw evidence is kept. */
export function Retention() {
  const text = useText();
  const query = useRetention();
  const [answer, setAnswer] = useState<object | null>(null);
  return (
    <Section title={text('retention.title')}>
      <Content component="p">{text('retention.text')}</Content>
      <Unanswered query={query} />
      {query.data !== undefined && (
        <RetentionForm key={JSON.stringify(query.data)} present={query.data} tell={setAnswer} />
      )}
      <div role="status">
        {answer !== null && isAskedFor(answer) && <AskedFor request={answer} />}
        {answer !== null && !isAskedFor(answer) && (
          <Alert component="p" isInline variant="success" title={text('form.saved')} />
        )}
      </div>
    </Section>
  );
}

interface RetentionFormProps {
  readonly present: RetentionOfTenant;
  /** What the API has answered. */
  readonly tell: (answer: object) => void;
}

function RetentionForm({ present, tell }: RetentionFormProps) {
  const text = useText();
  const api = useApi();
  const may = useMay();
  const queries = useQueryClient();
  const [isKept, setKept] = useState(present.evidenceDays === null);
  const [days, setDays] = useState(String(present.evidenceDays ?? A_YEAR));
  const [takesTwo, setTakesTwo] = useState(present.twoPersonErasure);
  const wanted = isKept ? null : Number(days);
  const isChanged = wanted !== present.evidenceDays || takesTwo !== present.twoPersonErasure;
  const isReadOnly = !may('audit:erase');
  return (
    <Form onSubmit={(event) => event.preventDefault()}>
      <FormGroup role="radiogroup" fieldId="retention" label={text('retention.evidence')}>
        <Radio
          id="retention-kept"
          name="retention"
          label={text('retention.kept')}
          isChecked={isKept}
          isDisabled={isReadOnly}
          onChange={() => setKept(true)}
        />
        <Radio
          id="retention-days"
          name="retention"
          label={text('retention.destroyed')}
          isChecked={!isKept}
          isDisabled={isReadOnly}
          onChange={() => setKept(false)}
        />
      </FormGroup>
      {!isKept && (
        <FormGroup label={text('retention.days')} fieldId="evidence-days">
          <TextInput
            id="evidence-days"
            type="number"
            min={1}
            max={36_500}
            value={days}
            isDisabled={isReadOnly}
            onChange={(_event, value) => setDays(value)}
          />
        </FormGroup>
      )}
      <Checkbox
        id="two-person-erasure"
        label={text('retention.twoPersons')}
        description={text('retention.twoPersonsText')}
        isChecked={takesTwo}
        isDisabled={isReadOnly}
        onChange={(_event, isChecked) => setTakesTwo(isChecked)}
      />
      {isReadOnly ? (
        <p>{text('form.readOnly')}</p>
      ) : (
        <div>
          <Confirm
            danger={!isKept}
            label={text('action.save')}
            title={text(isKept ? 'retention.keep.title' : 'retention.destroy.title')}
            consequences={
              <>
                <p>{isKept ? text('retention.keep.text') : text('retention.destroy.text', { days: wanted ?? 0 })}</p>
                {takesTwo && <p>{text('retention.twoPersonsText')}</p>}
                {present.twoPersonErasure && <p>{text('retention.takesTwo')}</p>}
              </>
            }
            isDisabled={!isChanged || (wanted !== null && !(Number.isInteger(wanted) && wanted > 0))}
            act={async () => {
              const body = { evidenceDays: wanted, twoPersonErasure: takesTwo };
              const header = { 'If-Match': present.tag };
              const asked = api.PUT('/v1/retention', { params: { header }, body });
              const said = await answered(asked);
              tell(said);
              if (!isAskedFor(said)) queries.setQueryData(retentionKey, tagged(said, (await asked).response));
            }}
          />
        </div>
      )}
    </Form>
  );
}
