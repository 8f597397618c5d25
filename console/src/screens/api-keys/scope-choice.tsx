import { Checkbox, FormGroup, HelperText, HelperTextItem } from '@patternfly/react-core';
import { knownScopes } from '../../authentication/known-scopes.js';
import { useMay } from '../../authentication/use-authentication.js';
import { useText } from '../../language/use-messages.js';
import type { EditedDocument } from '../../parts/json/document-editor.js';
import { faultAt } from '../../parts/json/fault.js';
import { readPath, writePath } from '../../parts/json/json-path.js';
import { areasOf } from '../../parts/permissions/permission-areas.js';

const PATH = '$.scopes';

/** The rights of a key: those that the person has, because nobody gives what they lack. */
export function ScopeChoice({ document }: { readonly document: EditedDocument }) {
  const text = useText();
  const may = useMay();
  const value = readPath(document.value, PATH);
  const chosen = new Set(Array.isArray(value) ? (value as readonly string[]) : []);
  const offered = knownScopes.filter(may);
  const fault = faultAt(document.faults, PATH);
  const set = (scopes: ReadonlySet<string>): void =>
    document.set(
      writePath(
        document.value,
        PATH,
        offered.filter((scope) => scopes.has(scope)),
      ),
    );
  return (
    <FormGroup role="group" label={text('field.scopes')} fieldId="scopes" isRequired>
      <HelperText aria-live="polite">
        <HelperTextItem>{text('keys.scopesHelp')}</HelperTextItem>
        <HelperTextItem variant={fault === undefined ? 'default' : 'error'}>
          {fault?.message ?? text('keys.chosen', { count: chosen.size })}
        </HelperTextItem>
      </HelperText>
      <div className="scopes">
        {areasOf(offered).map(({ area, acts }) => (
          <fieldset key={area} className="scope-group">
            <legend>{area}</legend>
            {acts.map((act) => {
              const scope = `${area}:${act}`;
              return (
                <Checkbox
                  key={scope}
                  id={`scope-${scope}`}
                  label={<code>{act}</code>}
                  aria-label={scope}
                  isChecked={chosen.has(scope)}
                  onChange={(_event, isChosen) =>
                    set(new Set(isChosen ? [...chosen, scope] : [...chosen].filter((one) => one !== scope)))
                  }
                />
              );
            })}
          </fieldset>
        ))}
      </div>
    </FormGroup>
  );
}
