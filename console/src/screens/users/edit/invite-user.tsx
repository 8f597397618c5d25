import { ActionGroup, Button, Form, Grid, GridItem } from '@patternfly/react-core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { answered } from '../../../api/client.js';
import { useApi } from '../../../api/use-api.js';
import { useLanguage, useText } from '../../../language/use-messages.js';
import { keepOnce } from '../../../parts/once.js';
import { Screen } from '../../../parts/screen.js';
import { Section } from '../../../parts/section.js';
import { ProblemAlert } from '../../../parts/states/failed.js';
import { type UserLanguage, useForgetUsers, useUserProviders } from '../user-queries.js';
import { PermissionPreview, RoleChoice } from './role-choice.js';
import { LanguageField, NamedText, ProviderField } from './user-fields.js';

/** Who is invited, how they will log in, and what they will be allowed, seen before the mail goes. */
export function InviteUser() {
  const text = useText();
  const api = useApi();
  const navigate = useNavigate();
  const forget = useForgetUsers();
  const { messages } = useLanguage();
  const providers = useUserProviders();
  const [email, setEmail] = useState('');
  const [displayName, setDisplayName] = useState('');
  const [language, setLanguage] = useState<UserLanguage>(messages.language);
  const [provider, setProvider] = useState('');
  const [roles, setRoles] = useState<readonly string[]>([]);
  const invite = useMutation({
    mutationFn: () =>
      answered(
        api.POST('/v1/users', {
          body: { email, displayName, language, roles: [...roles], provider: provider === '' ? null : provider },
        }),
      ),
    onSuccess: async ({ id, invitationLink }) => {
      if (invitationLink !== null) keepOnce(`users/${id}`, [{ title: text('user.link'), secrets: [invitationLink] }]);
      await forget();
      void navigate(`/users/${id}`);
    },
  });
  return (
    <Screen
      title={text('users.invite')}
      description={text('users.invite.text')}
      parent={{ to: '/users', title: text('users.title') }}
    >
      <Grid hasGutter lg={6}>
        <GridItem>
          <Section title={text('user.who')}>
            <Form
              id="user-form"
              onSubmit={(event) => {
                event.preventDefault();
                invite.mutate();
              }}
            >
              <ProblemAlert error={invite.error} />
              <NamedText
                id="user-email"
                type="email"
                label={text('field.email')}
                help={text('user.form.email')}
                value={email}
                change={setEmail}
                error={invite.error}
                path="$.email"
              />
              <NamedText
                id="user-name"
                label={text('field.displayName')}
                value={displayName}
                change={setDisplayName}
                error={invite.error}
                path="$.displayName"
              />
              <LanguageField value={language} choose={setLanguage} />
              <ProviderField id="user-provider" value={provider} providers={providers} choose={setProvider} />
              <RoleChoice chosen={roles} choose={setRoles} />
            </Form>
          </Section>
        </GridItem>
        <GridItem>
          <PermissionPreview roles={roles} />
        </GridItem>
        <GridItem>
          {' '}
          <ActionGroup>
            <Button type="submit" form="user-form" isLoading={invite.isPending} isDisabled={invite.isPending}>
              {text('users.send')}
            </Button>
            <Button variant="link" onClick={() => void navigate('/users')}>
              {text('action.cancel')}
            </Button>
          </ActionGroup>
        </GridItem>
      </Grid>
    </Screen>
  );
}
