import { Alert, Button, Content } from '@patternfly/react-core';
import { useMutation } from '@tanstack/react-query';
import { answered } from '../../api/client.js';
import { keepDocument } from '../../api/download.js';
import { useApi } from '../../api/use-api.js';
import { useText } from '../../language/use-messages.js';
import { Section } from '../../parts/section.js';
import { ProblemAlert } from '../../parts/states/failed.js';
import { useKindName } from './kind-name.js';

/** Everything that moves, as one file without secrets. */
export function ExportConfiguration() {
  const text = useText();
  const api = useApi();
  const kindName = useKindName();
  const exporting = useMutation({
    mutationFn: async () => {
      const file = await answered(api.GET('/v1/configuration'));
      const name = `countersign-${file.tenant ?? 'tenant'}-${(file.exportedAt ?? '').slice(0, 10)}.json`;
      keepDocument(new Blob([JSON.stringify(file, null, 2)], { type: 'application/json' }), name);
      return file;
    },
  });
  const file = exporting.data;
  return (
    <Section title={text('move.export')}>
      <Content component="p">{text('move.exportText')}</Content>
      <Button isLoading={exporting.isPending} isDisabled={exporting.isPending} onClick={() => exporting.mutate()}>
        {text('move.exportStart')}
      </Button>
      <ProblemAlert error={exporting.error} />
      <div role="status">
        {file !== undefined && (
          <Alert
            component="p"
            isInline
            variant={file.leftOut === undefined ? 'success' : 'warning'}
            title={text('move.exported', {
              providers: file.providers.length,
              listeners: file.listeners.length,
              roles: file.roles.length,
              authentications: file.externalAuthentications.length,
            })}
          >
            {file.leftOut !== undefined && (
              <p>{text('move.leftOut', { kinds: file.leftOut.map(kindName).join(', ') })}</p>
            )}
          </Alert>
        )}
      </div>
    </Section>
  );
}
