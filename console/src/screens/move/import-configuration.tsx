import { Alert, Button, Content, FileUpload, FormGroup } from '@patternfly/react-core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answered } from '../../api/client.js';
import type { components } from '../../api/schema.js';
import { useApi } from '../../api/use-api.js';
import { useText } from '../../language/use-messages.js';
import { Confirm } from '../../parts/confirm.js';
import { writePath } from '../../parts/json/json-path.js';
import { Section } from '../../parts/section.js';
import { ProblemAlert } from '../../parts/states/failed.js';
import { AppliedThings } from './applied-things.js';
import { secretValue } from './entered-secret.js';
import { PlannedThings } from './planned-things.js';

type ConfigurationFile = components['schemas']['ConfigurationFileRequest'];

/** What no file of ours comes near. */
const MOST_BYTES = 10 * 1024 * 1024;

interface Chosen {
  readonly name: string;
  readonly content: ConfigurationFile;
}

/** A file, what it would change, the secrets that it needs, and only then the change. It stays in memory. */
export function ImportConfiguration() {
  const text = useText();
  const api = useApi();
  const queries = useQueryClient();
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [isBroken, setBroken] = useState(false);
  const [secrets, setSecrets] = useState<ReadonlyMap<string, string>>(new Map());
  const preview = useMutation({
    mutationFn: (body: ConfigurationFile) => answered(api.POST('/v1/configuration/preview', { body })),
  });
  const apply = useMutation({
    mutationFn: (body: ConfigurationFile) => answered(api.PUT('/v1/configuration', { body })),
    onSuccess: () => queries.invalidateQueries(),
  });
  const startAgain = (): void => {
    setChosen(null);
    setBroken(false);
    setSecrets(new Map());
    preview.reset();
    apply.reset();
  };
  const open = async (file: File): Promise<void> => {
    startAgain();
    try {
      const content = JSON.parse(await file.text()) as ConfigurationFile;
      setChosen({ name: file.name, content });
      preview.mutate(content);
    } catch {
      setBroken(true);
    }
  };
  const withSecrets = (): ConfigurationFile =>
    [...secrets].reduce<unknown>(
      (content, [path, secret]) => (secret === '' ? content : writePath(content, path, secretValue(path, secret))),
      chosen?.content,
    ) as ConfigurationFile;
  const plan = preview.data;
  const changes = plan?.items.filter(({ change }) => change !== 'none') ?? [];
  const needed = plan?.items.flatMap(({ secretsNeeded }) => secretsNeeded) ?? [];
  const isEntered = needed.every(({ path }) => (secrets.get(path) ?? '') !== '');
  const counts = {
    created: changes.filter(({ change }) => change === 'create').length,
    replaced: changes.filter(({ change }) => change === 'replace').length,
  };
  return (
    <Section title={text('move.import')}>
      <Content component="p">{text('move.importText')}</Content>
      <FormGroup label={text('move.file')} fieldId="configuration-file">
        <FileUpload
          id="configuration-file"
          hideDefaultPreview
          filename={chosen?.name ?? ''}
          browseButtonText={text('move.browse')}
          clearButtonText={text('move.clear')}
          filenamePlaceholder={text('move.drop')}
          validated={isBroken ? 'error' : 'default'}
          dropzoneProps={{
            accept: { 'application/json': ['.json'] },
            maxSize: MOST_BYTES,
            onDropAccepted: ([file]) => void (file && open(file)),
            onDropRejected: () => {
              startAgain();
              setBroken(true);
            },
          }}
          onClearClick={startAgain}
        />
      </FormGroup>
      <div aria-live="polite" className="parts">
        {isBroken && <Alert component="p" isInline variant="danger" title={text('move.broken')} />}
        <ProblemAlert error={preview.error} />
        {plan !== undefined && apply.data === undefined && (
          <PlannedThings
            items={plan.items}
            secrets={secrets}
            enter={(path, secret) => setSecrets(new Map([...secrets, [path, secret]]))}
          />
        )}
        {plan !== undefined && apply.data === undefined && (
          <p className="links">
            {needed.length > 0 && (
              <Button
                variant="secondary"
                isDisabled={!isEntered || preview.isPending}
                onClick={() => preview.mutate(withSecrets())}
              >
                {text('move.checkAgain')}
              </Button>
            )}
            <Confirm
              label={text('move.apply')}
              title={text('move.apply.title')}
              consequences={<p>{text('move.apply.text', counts)}</p>}
              isDisabled={!plan.applicable || changes.length === 0}
              act={() => apply.mutateAsync(withSecrets())}
            />
            {changes.length === 0 && <span>{text('move.nothing')}</span>}
          </p>
        )}
        {apply.data !== undefined && <AppliedThings items={apply.data.items} />}
      </div>
    </Section>
  );
}
