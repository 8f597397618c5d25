import { ActionGroup, Button, Form, FormGroup, FormSelect, FormSelectOption, TextInput } from '@patternfly/react-core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { answered } from '../../api/client.js';
import { useApi } from '../../api/use-api.js';
import { languageNames, languages } from '../../language/languages.js';
import { useLanguage, useText } from '../../language/use-messages.js';
import { Section } from '../../parts/section.js';
import { ProblemAlert } from '../../parts/states/failed.js';
import { type Me, useForgetMe } from './account-queries.js';

/** Name and language; the console follows the language at once. */
export function Profile({ me }: { readonly me: Me }) {
  const text = useText();
  const api = useApi();
  const forget = useForgetMe();
  const { choose } = useLanguage();
  const [displayName, setDisplayName] = useState(me.displayName);
  const [language, setLanguage] = useState(me.language);
  const save = useMutation({
    mutationFn: () => answered(api.PATCH('/v1/me', { body: { displayName, language } })),
    onSuccess: async (changed) => {
      choose(changed.language);
      await forget();
    },
  });
  return (
    <Section title={text('account.profile')}>
      <Form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <ProblemAlert error={save.error} />
        <FormGroup label={text('field.displayName')} fieldId="account-name" isRequired>
          <TextInput
            id="account-name"
            autoComplete="name"
            isRequired
            value={displayName}
            onChange={(_event, value) => setDisplayName(value)}
          />
        </FormGroup>
        <FormGroup label={text('frame.language')} fieldId="account-language">
          <FormSelect
            id="account-language"
            value={language}
            onChange={(_event, value) => setLanguage(languages.find((one) => one === value) ?? 'en')}
          >
            {languages.map((one) => (
              <FormSelectOption key={one} value={one} label={languageNames[one]} />
            ))}
          </FormSelect>
        </FormGroup>
        <ActionGroup>
          <Button type="submit" isLoading={save.isPending} isDisabled={save.isPending}>
            {text('action.save')}
          </Button>
        </ActionGroup>
      </Form>
    </Section>
  );
}
