import { ActionGroup, Alert, Button, Form, FormGroup, TextInput } from '@patternfly/react-core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { components } from '../../api/schema.js';
import { knownScopes, PASSWORD_USE } from '../../authentication/known-scopes.js';
import { useMay } from '../../authentication/use-authentication.js';
import { useText } from '../../language/use-messages.js';
import { PermissionPicker } from '../../parts/permissions/permission-picker.js';
import { ProblemAlert } from '../../parts/states/failed.js';

type Role = components['schemas']['Role'];
type Permission = Role['permissions'][number];

interface RoleContent {
  readonly name: string;
  readonly description: string;
  readonly permissions: Permission[];
}

interface RoleFormProps {
  /** Null: a new one. */
  readonly role: Role | null;
  readonly save: (content: RoleContent) => Promise<void>;
  readonly cancel: () => void;
}

/** Name, purpose and rights of a role. What a person lacks they cannot give. */
export function RoleForm({ role, save, cancel }: RoleFormProps) {
  const text = useText();
  const may = useMay();
  const [name, setName] = useState(role?.name ?? '');
  const [description, setDescription] = useState(role?.description ?? '');
  const [permissions, setPermissions] = useState<readonly string[]>(role?.permissions ?? []);
  const saving = useMutation({
    mutationFn: () => save({ name, description, permissions: permissions as Permission[] }),
  });
  return (
    <Form
      onSubmit={(event) => {
        event.preventDefault();
        saving.mutate();
      }}
    >
      <ProblemAlert error={saving.error} />
      {role !== null && <Alert component="p" isInline variant="info" title={text('roles.atOnce')} />}
      <FormGroup label={text('field.name')} fieldId="role-name" isRequired>
        <TextInput
          id="role-name"
          isRequired
          isDisabled={role !== null}
          value={name}
          onChange={(_event, value) => setName(value)}
        />
      </FormGroup>
      <FormGroup label={text('roles.purpose')} fieldId="role-description">
        <TextInput id="role-description" value={description} onChange={(_event, value) => setDescription(value)} />
      </FormGroup>
      <PermissionPicker
        id="permission"
        label={text('roles.permissions')}
        permissions={[...knownScopes, PASSWORD_USE]}
        chosen={permissions}
        choose={setPermissions}
        isLacking={(permission) => permission !== PASSWORD_USE && !may(permission)}
      />
      <ActionGroup>
        <Button type="submit" isLoading={saving.isPending} isDisabled={saving.isPending}>
          {text('action.save')}
        </Button>
        <Button variant="link" onClick={cancel}>
          {text('action.cancel')}
        </Button>
      </ActionGroup>
    </Form>
  );
}
