import { ActionGroup, Alert, Button, Form, Grid, GridItem } from '@patternfly/react-core';
import { type ReactNode, useState } from 'react';
import { useText } from '../../language/use-messages.js';
import type { EditedDocument } from '../json/document-editor.js';
import { faultsOf } from '../json/fault.js';
import { ProblemAlert } from '../states/failed.js';
import { InView } from '../states/in-view.js';
import { ReadOnly } from './changeable.js';
import { Unsaved } from './unsaved.js';
import { useSubmission } from './use-submission.js';

interface DocumentFormProps {
  readonly initial: unknown;
  /** Answers what the form goes on with, e.g. with another revision; nothing where another screen opens then. */
  readonly save: (value: unknown) => Promise<unknown>;
  readonly saveLabel: string;
  /** Said when it was saved; left out where another screen opens then. */
  readonly savedText?: string;
  /** Whoever may only read sees the values, and no button. */
  readonly isReadOnly?: boolean;
  /** Fields stand in `Changeable`, or are read-only by themselves. */
  readonly children: (document: EditedDocument) => ReactNode;
  /** What shows the document while it is edited: beside the form where there is room, else below it. */
  readonly beside?: (document: EditedDocument) => ReactNode;
}

/** A document in a form alone, for what nobody writes as JSON. Faults that the API finds stand at their fields. */
export function DocumentForm(properties: DocumentFormProps) {
  const { initial, save, saveLabel, savedText, isReadOnly = false, children, beside } = properties;
  const text = useText();
  const { refusal, busy, isUnsaved, entered, submit } = useSubmission();
  const [value, setValue] = useState(initial);
  const [isSaved, setSaved] = useState(false);
  const set = (next: unknown): void => {
    entered();
    setValue(next);
    setSaved(false);
  };
  const saveValue = async (): Promise<void> => {
    setValue((await save(value)) ?? value);
    setSaved(true);
  };
  const document_: EditedDocument = { value, set, faults: faultsOf(refusal) };
  const form = (
    <Form
      onSubmit={(event) => {
        event.preventDefault();
        void submit(saveValue);
      }}
    >
      <Unsaved when={isUnsaved} />
      <ProblemAlert error={refusal} />
      <ReadOnly value={isReadOnly}>{children(document_)}</ReadOnly>
      {isReadOnly ? (
        <p>{text('form.readOnly')}</p>
      ) : (
        <ActionGroup>
          <Button type="submit" isLoading={busy} isDisabled={busy}>
            {saveLabel}
          </Button>
        </ActionGroup>
      )}
      <div role="status">
        {isSaved && savedText !== undefined && (
          <InView of={value}>
            <Alert component="p" isInline variant="success" title={savedText} />
          </InView>
        )}
      </div>
    </Form>
  );
  if (beside === undefined) return form;
  return (
    <Grid hasGutter lg={6}>
      <GridItem>{form}</GridItem>
      <GridItem>{beside(document_)}</GridItem>
    </Grid>
  );
}
