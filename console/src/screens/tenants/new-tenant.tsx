import { Button, Content, StackItem } from '@patternfly/react-core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { answered } from '../../api/client.js';
import type { components } from '../../api/schema.js';
import { useApi } from '../../api/use-api.js';
import { useText } from '../../language/use-messages.js';
import { DocumentForm } from '../../parts/form/document-form.js';
import { TextField } from '../../parts/json/fields.js';
import { Screen } from '../../parts/screen.js';
import { Section } from '../../parts/section.js';
import { ShownOnce } from '../../parts/shown-once.js';

type Created = components['schemas']['CreatedTenant'];
type New = components['schemas']['NewTenant'];

/** A tenant, and its first key, which is shown before anything else can be done. */
export function NewTenant() {
  const text = useText();
  const api = useApi();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [created, setCreated] = useState<Created | null>(null);
  return (
    <Screen
      title={created === null ? text('tenants.add') : created.name}
      parent={{ to: '/tenants', title: text('tenants.title') }}
    >
      {created === null ? (
        <Section title={text('tenants.new')}>
          <DocumentForm
            initial={{}}
            saveLabel={text('tenants.create')}
            save={async (body) => {
              setCreated(await answered(api.POST('/v1/tenants', { body: body as New })));
              await queries.invalidateQueries({ queryKey: ['tenants'] });
            }}
          >
            {(document) => (
              <>
                <TextField
                  document={document}
                  path="$.name"
                  label={text('field.name')}
                  help={text('tenants.nameHelp')}
                  isRequired
                />
                <TextField
                  document={document}
                  path="$.displayName"
                  label={text('field.displayName')}
                  help={text('tenants.displayNameHelp')}
                />
              </>
            )}
          </DocumentForm>
        </Section>
      ) : (
        <>
          <StackItem>
            <ShownOnce title={text('tenants.firstKey')} secrets={[created.apiKey.key]} />
          </StackItem>
          <StackItem>
            <Content component="p">{text('tenants.next', { name: created.name })}</Content>
            <Button onClick={() => void navigate(`/tenants/${created.id}`)}>{text('tenants.open')}</Button>
          </StackItem>
        </>
      )}
    </Screen>
  );
}
