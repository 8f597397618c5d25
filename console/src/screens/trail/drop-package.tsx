import { Alert, FileUpload, Form, FormGroup, List, ListItem, Progress, TextArea } from '@patternfly/react-core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useText } from '../../language/use-messages.js';
import { Section } from '../../parts/section.js';

/** Verifies an evidence package without sending it anywhere. */
export function DropPackage() {
  const text = useText();
  const [keys, setKeys] = useState('');
  const [name, setName] = useState('');
  const [progress, setProgress] = useState({ done: 0, total: 1 });
  const verification = useMutation({
    mutationFn: async (file: File) => {
      const { verifyDroppedPackage } = await import('../../verification/verify-dropped-package.js');
      return verifyDroppedPackage(file, keys, (_phase, done, total) => setProgress({ done, total }));
    },
  });
  const report = verification.data;
  return (
    <Section title={text('package.title')}>
      <p>{text('package.text')}</p>
      <Form onSubmit={(event) => event.preventDefault()}>
        <FormGroup label={text('package.keys')} fieldId="package-keys" isRequired>
          <TextArea
            id="package-keys"
            className="code"
            rows={2}
            value={keys}
            placeholder="name+hash+base64"
            onChange={(_event, value) => setKeys(value)}
          />
        </FormGroup>
        <FormGroup label={text('package.file')} fieldId="package-file">
          <FileUpload
            id="package-file"
            hideDefaultPreview
            filename={name}
            browseButtonText={text('package.browse')}
            clearButtonText={text('package.clear')}
            filenamePlaceholder={text('package.drop')}
            isDisabled={keys.trim() === ''}
            // The component's own callback would be called twice for a file that was chosen, and for one that is refused.
            dropzoneProps={{
              accept: { 'application/zip': ['.zip'] },
              onDropAccepted: ([file]) => {
                if (file === undefined) return;
                setName(file.name);
                verification.mutate(file);
              },
            }}
            onClearClick={() => {
              setName('');
              verification.reset();
            }}
          />
        </FormGroup>
      </Form>
      <div aria-live="polite">
        {verification.isPending && (
          <Progress
            aria-label={text('verify.running')}
            title={text('verify.running')}
            value={progress.done}
            max={Math.max(1, progress.total)}
          />
        )}
        {verification.isError && (
          <Alert component="p" isInline variant="danger" title={text('package.unreadable')}>
            {verification.error.message}
          </Alert>
        )}
        {report !== undefined && (
          <>
            {report.lie === null ? (
              <Alert component="p" isInline variant="success" title={text('verify.true')}>
                {report.subject}
              </Alert>
            ) : (
              <Alert component="p" isInline variant="danger" title={text('verify.lie')}>
                <strong>{report.lie.place}</strong> {report.lie.what}
              </Alert>
            )}
            <List>
              {report.verified.map(({ check, detail }) => (
                <ListItem key={check}>
                  <strong>{check}</strong>: {detail}
                </ListItem>
              ))}
            </List>
          </>
        )}
      </div>
    </Section>
  );
}
