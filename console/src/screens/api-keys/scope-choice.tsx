import { HelperText, HelperTextItem } from '@patternfly/react-core';
import { knownScopes } from '../../authentication/known-scopes.js';
import { useMay } from '../../authentication/use-authentication.js';
import { useText } from '../../language/use-messages.js';
import type { EditedDocument } from '../../parts/json/document-editor.js';
import { faultAt } from '../../parts/json/fault.js';
import { readPath, writePath } from '../../parts/json/json-path.js';
import { PermissionPicker } from '../../parts/permissions/permission-picker.js';

const PATH = '$.scopes';

/** The rights of a key. What the person lacks they cannot give. */
export function ScopeChoice({ document }: { readonly document: EditedDocument }) {
  const text = useText();
  const may = useMay();
  const value = readPath(document.value, PATH);
  const chosen = Array.isArray(value) ? (value as readonly string[]) : [];
  const fault = faultAt(document.faults, PATH);
  return (
    <>
      <PermissionPicker
        id="scope"
        label={text('field.scopes')}
        permissions={knownScopes}
        chosen={chosen}
        choose={(next) => document.set(writePath(document.value, PATH, next))}
        isLacking={(scope) => !may(scope)}
      />
      <HelperText aria-live="polite">
        <HelperTextItem>{text('keys.scopesHelp')}</HelperTextItem>
        <HelperTextItem variant={fault === undefined ? 'default' : 'error'}>
          {fault?.message ?? text('keys.chosen', { count: chosen.length })}
        </HelperTextItem>
      </HelperText>
    </>
  );
}
