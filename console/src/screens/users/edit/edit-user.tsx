import { ActionGroup, Button, Form, Grid, GridItem } from '@patternfly/react-core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { matching } from '../../../api/if-match.js';
import { useApi } from '../../../api/use-api.js';
import { useText } from '../../../language/use-messages.js';
import { useSaving } from '../../../parts/form/begun.js';
import { Edited } from '../../../parts/form/edited.js';
import { Screen } from '../../../parts/screen.js';
import { Section } from '../../../parts/section.js';
import { ProblemAlert } from '../../../parts/states/failed.js';
import { type User, useForgetUsers, useUser } from '../user-queries.js';
import { PermissionPreview, RoleChoice } from './role-choice.js';
import { LanguageField, NamedText } from './user-fields.js';

export function EditUser() {
  const text = useText();
  const { id = '' } = useParams();
  const query = useUser(id);
  const name = query.data?.displayName ?? id;
  return (
    <Screen title={text('part.edit', { name })} parent={{ to: `/users/${id}`, title: name }}>
      <Edited query={query}>{(begun, base) => <UserEditor user={begun} base={base} />}</Edited>
    </Screen>
  );
}

/** Name, language and roles; what the roles change is seen before it is saved. */
function UserEditor({ user, base }: { readonly user: User; readonly base: User }) {
  const text = useText();
  const api = useApi();
  const navigate = useNavigate();
  const saving = useSaving();
  const forget = useForgetUsers();
  const [displayName, setDisplayName] = useState(user.displayName);
  const [language, setLanguage] = useState(user.language);
  const [roles, setRoles] = useState<readonly string[]>(user.roles);
  const { id } = user;
  const save = useMutation({
    mutationFn: () =>
      saving(async () => {
        await api.PUT('/v1/users/{id}', {
          params: { path: { id }, header: matching(base) },
          body: { displayName, language, roles: [...roles] },
        });
        await forget();
        void navigate(`/users/${id}`);
      }),
  });
  return (
    <Grid hasGutter lg={6}>
      <GridItem>
        <Section title={text('user.who')}>
          <Form
            id="user-form"
            onSubmit={(event) => {
              event.preventDefault();
              save.mutate();
            }}
          >
            <ProblemAlert error={save.error} />
            <NamedText
              id="user-name"
              label={text('field.displayName')}
              value={displayName}
              change={setDisplayName}
              error={save.error}
              path="$.displayName"
            />
            <LanguageField value={language} choose={setLanguage} />
            <RoleChoice chosen={roles} choose={setRoles} />
          </Form>
        </Section>
      </GridItem>
      <GridItem>
        <PermissionPreview roles={roles} userId={id} />
      </GridItem>
      <GridItem>
        {' '}
        <ActionGroup>
          <Button type="submit" form="user-form" isLoading={save.isPending} isDisabled={save.isPending}>
            {text('action.save')}
          </Button>
          <Button variant="link" onClick={() => void navigate(`/users/${id}`)}>
            {text('action.cancel')}
          </Button>
        </ActionGroup>
      </GridItem>
    </Grid>
  );
}
