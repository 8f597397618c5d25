import {
  FormGroup,
  FormHelperText,
  FormSelect,
  FormSelectOption,
  HelperText,
  HelperTextItem,
  TextInput,
} from '@patternfly/react-core';
import { ApiFailure } from '../../../api/problem.js';
import { languageNames, languages } from '../../../language/languages.js';
import { useText } from '../../../language/use-messages.js';

interface TextProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly change: (value: string) => void;
  readonly type?: 'text' | 'email';
  readonly help?: string;
  /** What the API has refused, and where in the body this field stands. */
  readonly error: unknown;
  readonly path: string;
}

/** A line of text with what the API says about it. */
export function NamedText({ id, label, value, change, type = 'text', help, error, path }: TextProps) {
  const fault = error instanceof ApiFailure ? error.faultAt(path) : null;
  return (
    <FormGroup label={label} fieldId={id} isRequired>
      <TextInput
        id={id}
        type={type}
        autoComplete="off"
        isRequired
        value={value}
        validated={fault === null ? 'default' : 'error'}
        aria-describedby={`${id}-help`}
        onChange={(_event, typed) => change(typed)}
      />
      {(fault !== null || help !== undefined) && (
        <FormHelperText id={`${id}-help`}>
          <HelperText>
            {fault !== null && <HelperTextItem variant="error">{fault}</HelperTextItem>}
            {help !== undefined && <HelperTextItem>{help}</HelperTextItem>}
          </HelperText>
        </FormHelperText>
      )}
    </FormGroup>
  );
}

interface LanguageProps {
  readonly value: string;
  readonly choose: (language: (typeof languages)[number]) => void;
}

/** In which language somebody's pages and mails are. */
export function LanguageField({ value, choose }: LanguageProps) {
  const text = useText();
  return (
    <FormGroup label={text('frame.language')} fieldId="user-language">
      <FormSelect
        id="user-language"
        value={value}
        onChange={(_event, chosen) => choose(languages.find((one) => one === chosen) ?? 'en')}
      >
        {languages.map((one) => (
          <FormSelectOption key={one} value={one} label={languageNames[one]} />
        ))}
      </FormSelect>
    </FormGroup>
  );
}

interface ProviderProps {
  readonly id: string;
  /** Empty: by a password. */
  readonly value: string;
  readonly providers: readonly (readonly [name: string, label: string])[];
  readonly choose: (provider: string) => void;
}

/** At which provider somebody logs in, or that they do by a password. */
export function ProviderField({ id, value, providers, choose }: ProviderProps) {
  const text = useText();
  return (
    <FormGroup label={text('user.logsIn')} fieldId={id}>
      <FormSelect id={id} value={value} onChange={(_event, chosen) => choose(chosen)}>
        <FormSelectOption value="" label={text('user.byPassword')} />
        {providers.map(([name, label]) => (
          <FormSelectOption key={name} value={name} label={label} />
        ))}
      </FormSelect>
    </FormGroup>
  );
}
