import {
  Button,
  FormGroup,
  FormHelperText,
  HelperText,
  HelperTextItem,
  InputGroup,
  InputGroupItem,
  TextInput,
} from '@patternfly/react-core';
import { contrast, LEAST_CONTRAST, sheets } from '../../../../../src/branding/contrast.js';
import { numberFormat } from '../../../language/formats.js';
import { useLocale, useText } from '../../../language/use-messages.js';
import type { EditedDocument } from '../../../parts/json/document-editor.js';
import { faultAt } from '../../../parts/json/fault.js';
import { idOf } from '../../../parts/json/field-id.js';
import { readPath, writePath } from '../../../parts/json/json-path.js';

interface ColourFieldProps {
  readonly document: EditedDocument;
  readonly path: string;
  readonly label: string;
  readonly theme: keyof typeof sheets;
  /** The colour that the pages have where nothing is chosen. */
  readonly ours: string;
}

export const isColour = (value: unknown): value is string => typeof value === 'string' && /^#[0-9a-f]{6}$/i.test(value);

/** A colour, picked or typed, with its contrast as it is chosen: what cannot be read is not saved. */
export function ColourField({ document, path, label, theme, ours }: ColourFieldProps) {
  const text = useText();
  const locale = useLocale();
  const value = readPath(document.value, path);
  const typed = typeof value === 'string' ? value : '';
  const colour = typed === '' ? ours : typed;
  const set = (next: string): void => document.set(writePath(document.value, path, next === '' ? null : next));
  const ratio = isColour(colour) ? contrast(colour.toLowerCase(), sheets[theme]) : null;
  const isEnough = ratio !== null && ratio >= LEAST_CONTRAST;
  const numbers = numberFormat(locale, { maximumFractionDigits: 1 });
  const fault = faultAt(document.faults, path);
  const id = idOf(path);
  return (
    <FormGroup label={label} fieldId={id}>
      <InputGroup>
        <InputGroupItem>
          <input
            type="color"
            className="colour"
            aria-label={text('branding.pick', { what: label })}
            value={isColour(colour) ? colour.toLowerCase() : ours}
            onChange={(event) => set(event.target.value)}
          />
        </InputGroupItem>
        <InputGroupItem isFill>
          <TextInput
            id={id}
            value={typed}
            placeholder={ours}
            autoComplete="off"
            spellCheck={false}
            validated={isEnough && fault === undefined ? 'default' : 'error'}
            aria-describedby={`${id}-help`}
            onChange={(_event, next) => set(next.trim())}
          />
        </InputGroupItem>
        {typed !== '' && (
          <InputGroupItem>
            <Button variant="control" onClick={() => set('')}>
              {text('branding.ours')}
            </Button>
          </InputGroupItem>
        )}
      </InputGroup>
      <FormHelperText id={`${id}-help`}>
        <HelperText aria-live="polite">
          <HelperTextItem variant={isEnough ? 'success' : 'error'}>
            {ratio === null
              ? text('branding.noColour')
              : text(isEnough ? 'branding.contrast' : 'branding.tooFaint', {
                  ratio: numbers.format(ratio),
                  least: numbers.format(LEAST_CONTRAST),
                })}
          </HelperTextItem>
          {fault !== undefined && <HelperTextItem variant="error">{fault.message}</HelperTextItem>}
        </HelperText>
      </FormHelperText>
    </FormGroup>
  );
}
