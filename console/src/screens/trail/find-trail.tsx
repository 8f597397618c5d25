import { Button, Form, FormGroup, InputGroup, InputGroupItem, TextInput } from '@patternfly/react-core';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useText } from '../../language/use-messages.js';
import { Screen } from '../../parts/screen.js';
import { Section } from '../../parts/section.js';
import { DropPackage } from './drop-package.js';

export function FindTrail() {
  const text = useText();
  const navigate = useNavigate();
  const [envelope, setEnvelope] = useState('');
  return (
    <Screen title={text('trail.title')} description={text('trail.description')}>
      <Section title={text('trail.ofEnvelope')}>
        <Form
          onSubmit={(event) => {
            event.preventDefault();
            if (envelope.trim() !== '') void navigate(`/trail/${encodeURIComponent(envelope.trim())}`);
          }}
        >
          <FormGroup label={text('field.envelope')} fieldId="envelope">
            <InputGroup>
              <InputGroupItem isFill>
                <TextInput id="envelope" value={envelope} onChange={(_event, value) => setEnvelope(value)} />
              </InputGroupItem>
              <InputGroupItem>
                <Button type="submit" variant="control">
                  {text('trail.open')}
                </Button>
              </InputGroupItem>
            </InputGroup>
          </FormGroup>
        </Form>
      </Section>
      <DropPackage />
    </Screen>
  );
}
