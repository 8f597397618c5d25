import { Checkbox, FormGroup } from '@patternfly/react-core';
import { useText } from '../../../language/use-messages.js';
import { PermissionList } from '../../../parts/permissions/permission-list.js';
import { Section } from '../../../parts/section.js';
import { Failed } from '../../../parts/states/failed.js';
import { Loading } from '../../../parts/states/loading.js';
import { Unanswered } from '../../../parts/states/unanswered.js';
import { usePermissionPreview, useRoles } from '../user-queries.js';

interface RoleChoiceProps {
  readonly chosen: readonly string[];
  readonly choose: (roles: readonly string[]) => void;
}

/** The roles that there are, each with what it is for. */
export function RoleChoice({ chosen, choose }: RoleChoiceProps) {
  const text = useText();
  const roles = useRoles();
  if (roles.isPending) return <Loading />;
  if (roles.isError) return <Failed error={roles.error} retry={() => void roles.refetch()} />;
  return (
    <FormGroup role="group" label={text('user.roles')} fieldId="user-roles" isStack>
      {roles.data.items.map(({ name, description }) => (
        <Checkbox
          key={name}
          id={`role-${name}`}
          label={name}
          description={description}
          isChecked={chosen.includes(name)}
          onChange={(_event, checked) => choose(checked ? [...chosen, name] : chosen.filter((one) => one !== name))}
        />
      ))}
    </FormGroup>
  );
}

interface PermissionPreviewProps {
  readonly roles: readonly string[];
  /** A user who is there: what changes for them is marked. */
  readonly userId?: string;
}

/** What the roles give together, before anything is saved. */
export function PermissionPreview({ roles, userId }: PermissionPreviewProps) {
  const text = useText();
  const preview = usePermissionPreview(roles, userId);
  return (
    <Section title={text('user.preview')}>
      <div aria-live="polite">
        <Unanswered query={preview} />
        {preview.data !== undefined && (
          <>
            {preview.data.lacking.length > 0 && <p>{text('user.preview.lacking')}</p>}
            <PermissionList
              permissions={preview.data.permissions.map(({ permission }) => permission)}
              added={preview.data.added}
              removed={preview.data.removed}
              lacking={preview.data.lacking}
            />
          </>
        )}
      </div>
    </Section>
  );
}
