import {
  Button,
  FormSelect,
  FormSelectOption,
  TextInput,
  Toolbar,
  ToolbarContent,
  ToolbarGroup,
  ToolbarItem,
} from '@patternfly/react-core';
import { type ReactNode, useEffect, useState } from 'react';
import { useText } from '../../language/use-messages.js';

export type FilterField =
  | { readonly kind: 'text' | 'date'; readonly name: string; readonly label: string }
  | {
      readonly kind: 'choice';
      readonly name: string;
      readonly label: string;
      readonly choices: readonly (readonly [value: string, label: string])[];
      /** What no choice means. Default: all. */
      readonly without?: string;
    };

interface FilterBarProps {
  readonly fields: readonly FilterField[];
  readonly values: Readonly<Partial<Record<string, string>>>;
  readonly set: (name: string, value: string) => void;
  readonly clear: () => void;
  readonly actions?: ReactNode;
}

/** Typed text is asked for when somebody pauses or leaves the field, not at each letter. */
function TextFilter({
  field,
  value,
  set,
}: {
  readonly field: FilterField;
  readonly value: string;
  readonly set: (value: string) => void;
}) {
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  useEffect(() => {
    if (typed === value) return undefined;
    const pause = setTimeout(() => set(typed), 500);
    return () => clearTimeout(pause);
  });
  return (
    <TextInput
      id={`filter-${field.name}`}
      type={field.kind === 'date' ? 'date' : 'search'}
      value={typed}
      onChange={(_event, next) => setTyped(next)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') set(typed);
      }}
    />
  );
}

export function FilterBar({ fields, values, set, clear, actions }: FilterBarProps) {
  const text = useText();
  const isFiltered = Object.values(values).some((value) => value !== undefined);
  return (
    <Toolbar className="filters">
      <ToolbarContent>
        <ToolbarGroup variant="filter-group" className="filter-group">
          {fields.map((field) => (
            <ToolbarItem key={field.name}>
              <label htmlFor={`filter-${field.name}`}>{field.label}</label>
              {field.kind === 'choice' ? (
                <FormSelect
                  id={`filter-${field.name}`}
                  value={values[field.name] ?? ''}
                  onChange={(_event, value) => set(field.name, value)}
                >
                  <FormSelectOption value="" label={field.without ?? text('list.all')} />
                  {field.choices.map(([value, label]) => (
                    <FormSelectOption key={value} value={value} label={label} />
                  ))}
                </FormSelect>
              ) : (
                <TextFilter field={field} value={values[field.name] ?? ''} set={(value) => set(field.name, value)} />
              )}
            </ToolbarItem>
          ))}
        </ToolbarGroup>
        {isFiltered && (
          <ToolbarItem>
            <Button variant="link" onClick={clear}>
              {text('list.clear')}
            </Button>
          </ToolbarItem>
        )}
        {actions !== undefined && <ToolbarItem align={{ default: 'alignEnd' }}>{actions}</ToolbarItem>}
      </ToolbarContent>
    </Toolbar>
  );
}
