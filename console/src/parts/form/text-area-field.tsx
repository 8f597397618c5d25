import { FormGroup, TextArea } from '@patternfly/react-core';
import { useContext } from 'react';
import { idOf } from '../json/field-id.js';
import { type FieldProps, Help, stateOf } from '../json/fields.js';
import { readPath, writePath } from '../json/json-path.js';
import { ReadOnly } from './changeable.js';

/** A text of several lines; an empty one is left out of the document. */
export function TextAreaField(
  properties: FieldProps & { readonly rows?: number; readonly language?: string; readonly maxLength?: number },
) {
  const { document, path, label, rows = 4, language, maxLength, isRequired = false } = properties;
  const value = readPath(document.value, path);
  const id = idOf(path);
  const isReadOnly = useContext(ReadOnly);
  const state = stateOf(properties);
  return (
    <FormGroup label={label} fieldId={id} isRequired={isRequired}>
      <TextArea
        id={id}
        rows={rows}
        resizeOrientation="vertical"
        lang={language}
        maxLength={maxLength}
        // Not disabled: a long text is scrolled by keyboard too.
        readOnlyVariant={isReadOnly ? 'default' : undefined}
        value={typeof value === 'string' ? value : ''}
        validated={state}
        aria-describedby={`${id}-help`}
        onChange={(_event, typed) => document.set(writePath(document.value, path, typed === '' ? undefined : typed))}
      />
      <Help {...properties} />
    </FormGroup>
  );
}
