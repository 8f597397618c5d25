import { Alert, Content, Form, FormGroup, Radio, TextInput } from '@patternfly/react-core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answered } from '../../api/client.js';
import { useApi } from '../../api/use-api.js';
import { useMay } from '../../authentication/use-authentication.js';
import { useText } from '../../language/use-messages.js';
import { Confirm } from '../../parts/confirm.js';
import { Section } from '../../parts/section.js';
import { Unanswered } from '../../parts/states/unanswered.js';

const key = ['settings', 'retention'];
const A_YEAR = '365';

/** How long raw evidence is kept. */
export function Retention() {
  const text = useText();
  const api = useApi();
  const query = useQuery({ queryKey: key, queryFn: () => answered(api.GET('/v1/retention')) });
  return (
    <Section title={text('retention.title')}>
      <Content component="p">{text('retention.text')}</Content>
      <Unanswered query={query} />
      {query.data !== undefined && <RetentionForm key={query.data.evidenceDays} present={query.data.evidenceDays} />}
    </Section>
  );
}

function RetentionForm({ present }: { readonly present: number | null }) {
  const text = useText();
  const api = useApi();
  const may = useMay();
  const queries = useQueryClient();
  const [isKept, setKept] = useState(present === null);
  const [days, setDays] = useState(present === null ? A_YEAR : String(present));
  const [isSaved, setSaved] = useState(false);
  const wanted = isKept ? null : Number(days);
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
      {isReadOnly ? (
        <p>{text('form.readOnly')}</p>
      ) : (
        <div>
          <Confirm
            danger={!isKept}
            label={text('action.save')}
            title={text(isKept ? 'retention.keep.title' : 'retention.destroy.title')}
            consequences={
              <p>{isKept ? text('retention.keep.text') : text('retention.destroy.text', { days: wanted ?? 0 })}</p>
            }
            isDisabled={wanted === present || (wanted !== null && !(Number.isInteger(wanted) && wanted > 0))}
            act={async () => {
              await api.PUT('/v1/retention', { body: { evidenceDays: wanted } });
              setSaved(true);
              queries.setQueryData(key, { evidenceDays: wanted });
            }}
          />
        </div>
      )}
      <div role="status">
        {isSaved && <Alert component="p" isInline variant="success" title={text('form.saved')} />}
      </div>
    </Form>
  );
}
