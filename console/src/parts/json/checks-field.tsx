import { Checkbox, FormGroup } from '@patternfly/react-core';
import { idOf } from './field-id.js';
import { type FieldProps, Help } from './fields.js';
import { readPath, writePath } from './json-path.js';

export interface Check {
  readonly value: string;
  readonly label: string;
  readonly description?: string;
}

/** A list of names in the document, as boxes to tick. Names that are none of the choices stay. */
export function ChecksField(properties: FieldProps & { readonly choices: readonly Check[] }) {
  const { document, path, label, choices, isRequired = false } = properties;
  const value = readPath(document.value, path);
  const chosen: readonly unknown[] = Array.isArray(value) ? value : [];
  const id = idOf(path);
  return (
    <FormGroup role="group" label={label} fieldId={id} isRequired={isRequired} isStack>
      {choices.map((choice) => (
        <Checkbox
          key={choice.value}
          id={`${id}-${choice.value}`}
          label={choice.label}
          description={choice.description}
          isChecked={chosen.includes(choice.value)}
          onChange={(_event, checked) =>
            document.set(
              writePath(
                document.value,
                path,
                checked ? [...chosen, choice.value] : chosen.filter((one) => one !== choice.value),
              ),
            )
          }
        />
      ))}
      <Help {...properties} />
    </FormGroup>
  );
}
