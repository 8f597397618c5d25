import {
  FormGroup,
  FormHelperText,
  FormSelect,
  FormSelectOption,
  HelperText,
  HelperTextItem,
  Switch,
  TextInput,
} from '@patternfly/react-core';
import { useState } from 'react';
import { useText } from '../../language/use-messages.js';
import type { EditedDocument } from './document-editor.js';
import { faultAt } from './fault.js';
import { idOf } from './field-id.js';
import { readPath, writePath } from './json-path.js';

export interface FieldProps {
  readonly document: EditedDocument;
  /** Where its value stands, e.g. `$.issuer`. */
  readonly path: string;
  readonly label: string;
  readonly help?: string | undefined;
  readonly isRequired?: boolean;
}

export function Help({ document, path, help }: FieldProps) {
  const fault = faultAt(document.faults, path);
  if (fault === undefined && help === undefined) return null;
  return (
    <FormHelperText id={`${idOf(path)}-help`}>
      <HelperText>
        {fault !== undefined && (
          <HelperTextItem variant="error">
            {fault.path === path ? fault.message : `${fault.path.slice(path.length)} ${fault.message}`}
          </HelperTextItem>
        )}
        {help !== undefined && <HelperTextItem>{help}</HelperTextItem>}
      </HelperText>
    </FormHelperText>
  );
}

export const stateOf = ({ document, path }: FieldProps) =>
  faultAt(document.faults, path) === undefined ? ('default' as const) : ('error' as const);

interface TextFieldProps extends FieldProps {
  /** `list`: words separated by spaces, an array in the document. */
  readonly kind?: 'text' | 'secret' | 'list' | 'number';
  readonly example?: string;
}

function shown(value: unknown, kind: TextFieldProps['kind']): string {
  if (kind === 'list') return Array.isArray(value) ? value.join(' ') : '';
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function read(text: string, kind: TextFieldProps['kind']): unknown {
  if (kind === 'list') return text.split(/\s+/).filter((word) => word !== '');
  if (text === '') return undefined;
  return kind === 'number' && /^\d+$/.test(text) ? Number(text) : text;
}

export function TextField(properties: TextFieldProps) {
  const { document, path, label, kind = 'text', example, isRequired = false } = properties;
  const text = useText();
  /** A space at the end of what is typed is none of the list, and must stay while the next word comes. */
  const [trailing, setTrailing] = useState(false);
  const value = readPath(document.value, path);
  const isStored = typeof value === 'object' && value !== null && 'set' in value;
  const id = idOf(path);
  return (
    <FormGroup label={label} fieldId={id} isRequired={isRequired}>
      <TextInput
        id={id}
        type={kind === 'secret' ? 'password' : 'text'}
        autoComplete="off"
        value={`${shown(value, kind)}${kind === 'list' && trailing ? ' ' : ''}`}
        validated={stateOf(properties)}
        aria-describedby={`${id}-help`}
        placeholder={isStored ? text('secret.kept') : example}
        onChange={(_event, typed) => {
          setTrailing(typed.endsWith(' '));
          document.set(writePath(document.value, path, read(typed, kind)));
        }}
      />
      <Help {...properties} />
    </FormGroup>
  );
}

interface ChoiceFieldProps extends FieldProps {
  readonly choices: readonly (readonly [value: string, label: string])[];
  /** What it is called when nothing is chosen; left out: something has to be. */
  readonly none?: string;
}

export function ChoiceField(properties: ChoiceFieldProps) {
  const { document, path, label, choices, none, isRequired = false } = properties;
  const value = readPath(document.value, path);
  const id = idOf(path);
  return (
    <FormGroup label={label} fieldId={id} isRequired={isRequired}>
      <FormSelect
        id={id}
        value={typeof value === 'string' ? value : ''}
        validated={stateOf(properties)}
        aria-describedby={`${id}-help`}
        onChange={(_event, chosen) => document.set(writePath(document.value, path, chosen === '' ? undefined : chosen))}
      >
        {none !== undefined && <FormSelectOption value="" label={none} />}
        {!choices.some(([one]) => one === value) && (none === undefined || typeof value === 'string') && (
          <FormSelectOption value={typeof value === 'string' ? value : ''} label="–" />
        )}
        {choices.map(([one, shownAs]) => (
          <FormSelectOption key={one} value={one} label={shownAs} />
        ))}
      </FormSelect>
      <Help {...properties} />
    </FormGroup>
  );
}

/** A switch whose default the document need not name. */
export function SwitchField(properties: FieldProps & { readonly byDefault: boolean }) {
  const { document, path, label, byDefault } = properties;
  const value = readPath(document.value, path);
  const id = idOf(path);
  return (
    <FormGroup fieldId={id}>
      <Switch
        id={id}
        label={label}
        isChecked={typeof value === 'boolean' ? value : byDefault}
        onChange={(_event, checked) => document.set(writePath(document.value, path, checked))}
      />
      <Help {...properties} />
    </FormGroup>
  );
}
