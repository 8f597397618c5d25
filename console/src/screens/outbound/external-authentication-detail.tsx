import { Alert, Button, List, ListItem, StackItem } from '@patternfly/react-core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { answered } from '../../api/client.js';
import { matching } from '../../api/if-match.js';
import type { components } from '../../api/schema.js';
import { useApi } from '../../api/use-api.js';
import { useMay } from '../../authentication/use-authentication.js';
import { useText } from '../../language/use-messages.js';
import { Code } from '../../parts/code.js';
import { Confirm } from '../../parts/confirm.js';
import { Begun } from '../../parts/form/begun.js';
import { DocumentEditor } from '../../parts/json/document-editor.js';
import { JsonText } from '../../parts/json/json-text.js';
import { Screen } from '../../parts/screen.js';
import { Section } from '../../parts/section.js';
import { ProblemAlert } from '../../parts/states/failed.js';
import { Unanswered } from '../../parts/states/unanswered.js';
import { Status } from '../../parts/status.js';
import { CheckList } from '../providers/check-list.js';
import { ExternalForm } from './external-form.js';

type External = components['schemas']['ExternalAuthentication'];
type Request = components['schemas']['ExternalAuthenticationRequest'];

const readOnly = new Set(['id', 'revision', 'revisionHash', 'createdAt', 'updatedAt', 'warnings']);
const configurationOf = (external: External): unknown =>
  Object.fromEntries(Object.entries(external).filter(([name]) => !readOnly.has(name)));

export function ExternalAuthenticationDetail() {
  const text = useText();
  const api = useApi();
  const { id = '' } = useParams();
  const query = useQuery({
    queryKey: ['external', 'one', id],
    queryFn: () => answered(api.GET('/v1/external-authentications/{id}', { params: { path: { id } } })),
  });
  return (
    <Screen title={query.data?.url ?? id} parent={{ to: '/external-authentications', title: text('external.title') }}>
      <Unanswered query={query} />
      {query.data !== undefined && <Parts external={query.data} refetch={query.refetch} />}
    </Screen>
  );
}

function Parts({ external, refetch }: { readonly external: External; readonly refetch: () => unknown }) {
  const text = useText();
  const api = useApi();
  const may = useMay();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [editing, setEditing] = useState(false);
  const { id, warnings } = external;
  const params = { path: { id }, header: matching(external) };
  const forget = () => queries.invalidateQueries({ queryKey: ['external'] });
  const test = useMutation({
    mutationFn: () => answered(api.POST('/v1/external-authentications/{id}/test', { params: { path: { id } } })),
  });
  if (editing)
    return (
      <Begun latest={external} refetch={refetch}>
        {(begun, base) => (
          <DocumentEditor
            needs="external-authentications:edit"
            initial={configurationOf(begun)}
            schema="ExternalAuthenticationRequest"
            saveLabel={text('action.save')}
            cancel={() => setEditing(false)}
            save={async (body) => {
              const header = matching(base);
              await api.PUT('/v1/external-authentications/{id}', {
                params: { path: { id }, header },
                body: body as Request,
              });
              await forget();
              setEditing(false);
            }}
            form={(document) => <ExternalForm document={document} />}
          />
        )}
      </Begun>
    );
  return (
    <>
      {warnings.length > 0 && (
        <StackItem>
          <Alert component="p" isInline variant="warning" title={text('part.warnings', { count: warnings.length })}>
            <List>
              {warnings.map(({ code, path, message }) => (
                <ListItem key={`${code} ${path}`}>
                  <Code>{path}</Code> {message}
                </ListItem>
              ))}
            </List>
          </Alert>
        </StackItem>
      )}
      <Section
        title={text('external.test')}
        actions={
          <Button
            variant="secondary"
            isLoading={test.isPending}
            isDisabled={test.isPending}
            onClick={() => test.mutate()}
          >
            {text('external.testStart')}
          </Button>
        }
      >
        <div aria-live="polite">
          <ProblemAlert error={test.error} />
          {test.data === undefined ? (
            <p>{text('external.testText')}</p>
          ) : (
            <>
              <Status value={test.data.verdict} />
              <CheckList checks={test.data.checks} provider={null} />
            </>
          )}
        </div>
      </Section>
      <Section
        title={text('part.settings')}
        actions={
          <>
            <Button isDisabled={!may('external-authentications:edit')} onClick={() => setEditing(true)}>
              {text('action.edit')}
            </Button>{' '}
            <Confirm
              danger
              label={text('action.delete')}
              title={text('external.delete.title')}
              consequences={<p>{text('external.delete.text')}</p>}
              isDisabled={!may('external-authentications:delete')}
              act={async () => {
                await api.DELETE('/v1/external-authentications/{id}', { params });
                void navigate('/external-authentications');
                await forget();
              }}
            />
          </>
        }
      >
        <JsonText value={external} />
      </Section>
    </>
  );
}
