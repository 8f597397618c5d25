import { Button, Title } from '@patternfly/react-core';
import { useNamed, useText } from '../../../language/use-messages.js';
import type { EditedDocument } from '../../../parts/json/document-editor.js';
import { ChoiceField, TextField } from '../../../parts/json/fields.js';
import { readPath, writePath } from '../../../parts/json/json-path.js';
import { comparisons, targets } from '../targets.js';

const elementsAt = (document: EditedDocument, path: string): readonly unknown[] => {
  const value = readPath(document.value, path);
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
};

function nameOf(resource: unknown): string {
  const name = readPath(resource, '$.name');
  return typeof name === 'string' ? name : '';
}

/** The mappings of every source that the provider has. */
export function MappingsForm({ document }: { readonly document: EditedDocument }) {
  const isOidc = readPath(document.value, '$.kind') !== 'oauth2';
  return (
    <>
      {isOidc && <SourceMappings document={document} source="id_token" path="$.idToken.mappings" />}
      {elementsAt(document, '$.resources').map((resource, index) => (
        <SourceMappings
          // biome-ignore lint/suspicious/noArrayIndexKey: a resource is where it stands
          key={index}
          document={document}
          source={`resource:${nameOf(resource)}`}
          path={`$.resources[${index}].mappings`}
        />
      ))}
    </>
  );
}

function SourceMappings({
  document,
  source,
  path,
}: {
  readonly document: EditedDocument;
  readonly source: string;
  readonly path: string;
}) {
  const text = useText();
  const mappings = elementsAt(document, path);
  const add = (): void =>
    document.set(
      writePath(document.value, path, [...mappings, { path: '', action: 'validate', target: 'recipient.email' }]),
    );
  return (
    <fieldset className="mappings">
      <legend>
        <Title headingLevel="h2" size="md">
          {text('mapping.of', { source })}
        </Title>
      </legend>
      {mappings.map((_mapping, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a mapping is where it stands
        <MappingFields key={index} document={document} path={`${path}[${index}]`} />
      ))}
      <Button variant="link" isInline onClick={add}>
        {text('mapping.add')}
      </Button>
    </fieldset>
  );
}

function MappingFields({ document, path }: { readonly document: EditedDocument; readonly path: string }) {
  const text = useText();
  const named = useNamed();
  const action = readPath(document.value, `${path}.action`);
  const shownTargets = targets.filter(
    (target) => action !== 'update' || (target !== 'recipient.email' && target !== 'recipient.fullName'),
  );
  // What a comparison fits is said by its target; another one begins with its own.
  const comparedAnew: EditedDocument = {
    ...document,
    set: (value) => document.set(writePath(value, `${path}.compare`, undefined)),
  };
  return (
    <div className="mapping">
      <TextField document={document} path={`${path}.path`} label={text('mapping.path')} />
      <ChoiceField
        document={comparedAnew}
        path={`${path}.action`}
        label={text('mapping.action')}
        choices={(['validate', 'update'] as const).map((one) => [one, named('mapping', one)])}
      />
      <ChoiceField
        document={comparedAnew}
        path={`${path}.target`}
        label={text('mapping.target')}
        choices={shownTargets.map((one) => [one, one])}
      />
      {action !== 'update' && (
        <ChoiceField
          document={document}
          path={`${path}.compare`}
          label={text('mapping.compare')}
          choices={comparisons.map((one) => [one, one])}
        />
      )}
      <Button variant="link" isDanger isInline onClick={() => document.set(writePath(document.value, path, undefined))}>
        {text('mapping.remove')}
      </Button>
    </div>
  );
}
