import { Alert, Button, Flex, FlexItem, Grid, GridItem } from '@patternfly/react-core';
import { type ReactNode, type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import { useBodySchema } from '../../api/body-schema.js';
import { useMay } from '../../authentication/use-authentication.js';
import { useText } from '../../language/use-messages.js';
import { Code } from '../code.js';
import { Changeable, ReadOnly } from '../form/changeable.js';
import { Unsaved } from '../form/unsaved.js';
import { useSubmission } from '../form/use-submission.js';
import { ProblemAlert } from '../states/failed.js';
import { type Fault, faultsOf } from './fault.js';
import { idOf } from './field-id.js';
import { JsonEditor } from './json-editor.js';

/** One document, in a form and as JSON: what is changed in one shows in the other. */
export interface EditedDocument {
  readonly value: unknown;
  readonly set: (value: unknown) => void;
  readonly faults: readonly Fault[];
}

interface DocumentEditorProps {
  readonly initial: unknown;
  /** Name of the body's schema in the API's description. */
  readonly schema: string;
  /** The right without which a person sees the document and changes nothing. */
  readonly needs: string;
  readonly save: (value: unknown) => Promise<void>;
  readonly saveLabel: string;
  readonly cancel: () => void;
  readonly form: (document: EditedDocument) => ReactNode;
  /** Path of the setting for which the document was opened: the form begins at its field, and the JSON shows it. */
  readonly at?: string | undefined;
  readonly children?: (document: EditedDocument) => ReactNode;
}

const written = (value: unknown): string => JSON.stringify(value, null, 2);

function parse(text: string): { readonly ok: true; readonly value: unknown } | { readonly ok: false } {
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch {
    return { ok: false };
  }
}

/** Gives the focus to the field of a path, or to the first one below it, in the next picture. @returns gives it up */
function focusOn(form: RefObject<HTMLElement | null>, at: string): () => void {
  const id = idOf(at);
  const below = idOf(`${at}.`);
  const fields = `:is(input, select, textarea):is(#${id}, [id^="${below}"])`;
  // In this one the frame begins a screen at its top, or a refusal is brought into view.
  const next = requestAnimationFrame(() => form.current?.querySelector<HTMLElement>(fields)?.focus());
  return () => cancelAnimationFrame(next);
}

/** Begins a form at the field of a path; where it has none, at its top. */
function useBeginningAt(form: RefObject<HTMLElement | null>, at: string | undefined): void {
  useEffect(() => (at === undefined ? undefined : focusOn(form, at)), [form, at]);
}

export function DocumentEditor(properties: DocumentEditorProps) {
  const { initial, schema, needs, save, saveLabel, cancel, form, at, children } = properties;
  const text = useText();
  const isReadOnly = !useMay()(needs);
  const { refusal, busy, isUnsaved, entered, submit } = useSubmission();
  const judge = useBodySchema(schema);
  const element = useRef<HTMLFormElement>(null);
  useBeginningAt(element, at);
  const [typed, setTyped] = useState(() => written(initial));
  const [sound, setSound] = useState(initial);
  /** What nobody has touched yet is not blamed. */
  const [touched, setTouched] = useState(false);
  const parsed = useMemo(() => parse(typed), [typed]);
  const faults = useMemo(
    () => (refusal !== null ? faultsOf(refusal) : touched ? (judge?.(sound) ?? []) : []),
    [judge, sound, refusal, touched],
  );
  const change = (next: string): void => {
    setTyped(next);
    setTouched(true);
    entered();
    const read = parse(next);
    if (read.ok) setSound(read.value);
  };
  const document_: EditedDocument = { value: sound, set: (value) => change(written(value)), faults };
  const saveSound = async (): Promise<void> => {
    const [first] = faultsOf(await submit(() => save(sound)));
    if (first !== undefined) focusOn(element, first.path);
  };
  return (
    <form
      ref={element}
      onSubmit={(event) => {
        event.preventDefault();
        void saveSound();
      }}
    >
      <Unsaved when={isUnsaved} />
      <ProblemAlert error={refusal} />
      <Grid hasGutter lg={6}>
        <GridItem>
          {parsed.ok ? (
            <ReadOnly value={isReadOnly}>
              <Changeable>{form(document_)}</Changeable>
            </ReadOnly>
          ) : (
            <Alert component="p" isInline variant="warning" title={text('editor.broken')} />
          )}
        </GridItem>
        <GridItem className="json-side">
          <JsonEditor label="JSON" value={typed} onChange={change} faults={faults} at={at} isReadOnly={isReadOnly} />
          {faults.length > 0 && (
            <ul className="faults" aria-live="polite">
              {faults.map(({ path, message }) => (
                <li key={`${path} ${message}`}>
                  <Code>{path}</Code> {message}
                </li>
              ))}
            </ul>
          )}
        </GridItem>
      </Grid>
      {children?.(document_)}
      <Flex className="form-actions" gap={{ default: 'gapSm' }}>
        <FlexItem>
          {isReadOnly ? (
            text('form.readOnly')
          ) : (
            <Button type="submit" isLoading={busy} isDisabled={busy || !parsed.ok}>
              {saveLabel}
            </Button>
          )}
        </FlexItem>
        <FlexItem>
          <Button
            variant="link"
            onClick={() => {
              isUnsaved.current = false;
              cancel();
            }}
          >
            {text('action.cancel')}
          </Button>
        </FlexItem>
      </Flex>
    </form>
  );
}
