import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from 'react-router';
import { answered } from '../../api/client.js';
import { matching } from '../../api/if-match.js';
import type { components } from '../../api/schema.js';
import { useApi } from '../../api/use-api.js';
import { useMay } from '../../authentication/use-authentication.js';
import { useNamed, useText } from '../../language/use-messages.js';
import { Confirm } from '../../parts/confirm.js';
import { Edited } from '../../parts/form/edited.js';
import { DocumentEditor, type EditedDocument } from '../../parts/json/document-editor.js';
import { ChoiceField, SwitchField, TextField } from '../../parts/json/fields.js';
import { Screen } from '../../parts/screen.js';

type TenantApi = components['schemas']['OAuthResource'];
type Request = components['schemas']['OAuthResourceRequest'];

const template = {
  identifier: 'https://',
  scopes: [],
  tokenFormat: null,
  accessSeconds: null,
  mutualTlsRequired: false,
};

function ApiForm({ document }: { readonly document: EditedDocument }) {
  const text = useText();
  const named = useNamed();
  return (
    <div className="pf-v6-c-form fields">
      <TextField
        document={document}
        path="$.identifier"
        label={text('apis.identifier')}
        help={text('apis.form.identifier')}
        isRequired
      />
      <TextField
        document={document}
        path="$.scopes"
        kind="list"
        label={text('field.scopes')}
        help={text('apis.form.scopes')}
      />
      <ChoiceField
        document={document}
        path="$.tokenFormat"
        label={text('apis.tokenFormat')}
        help={text('apis.form.tokenFormat')}
        none={text('apis.asClient')}
        choices={(['jwt', 'opaque'] as const).map((one) => [one, named('format', one)])}
      />
      <TextField
        document={document}
        path="$.accessSeconds"
        kind="number"
        label={text('apis.accessSeconds')}
        help={text('apis.form.accessSeconds')}
      />
      <SwitchField
        document={document}
        path="$.mutualTlsRequired"
        label={text('apis.form.mutualTls')}
        byDefault={false}
      />
    </div>
  );
}

export function NewTenantApi() {
  const text = useText();
  const api = useApi();
  const navigate = useNavigate();
  const queries = useQueryClient();
  return (
    <Screen title={text('apis.add')} parent={{ to: '/apis', title: text('apis.title') }}>
      <DocumentEditor
        needs="oauth-resources:write"
        initial={template}
        schema="OAuthResourceRequest"
        saveLabel={text('apis.create')}
        cancel={() => void navigate('/apis')}
        save={async (body) => {
          await api.POST('/v1/oauth-resources', { body: body as Request });
          await queries.invalidateQueries({ queryKey: ['apis'] });
          void navigate('/apis');
        }}
        form={(document) => <ApiForm document={document} />}
      />
    </Screen>
  );
}

export function EditTenantApi() {
  const text = useText();
  const api = useApi();
  const { id = '' } = useParams();
  const query = useQuery({
    queryKey: ['apis', 'one', id],
    queryFn: () => answered(api.GET('/v1/oauth-resources/{id}', { params: { path: { id } } })),
  });
  return (
    <Screen
      title={query.data?.identifier ?? id}
      parent={{ to: '/apis', title: text('apis.title') }}
      actions={query.data !== undefined && <DeleteApi resource={query.data} />}
    >
      <Edited query={query}>{(begun, base) => <ApiEditor resource={begun} base={base} />}</Edited>
    </Screen>
  );
}

function ApiEditor({ resource, base }: { readonly resource: TenantApi; readonly base: TenantApi }) {
  const text = useText();
  const api = useApi();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { id, identifier, scopes, tokenFormat, accessSeconds, mutualTlsRequired } = resource;
  return (
    <DocumentEditor
      needs="oauth-resources:write"
      initial={{ identifier, scopes, tokenFormat, accessSeconds, mutualTlsRequired }}
      schema="OAuthResourceRequest"
      saveLabel={text('action.save')}
      cancel={() => void navigate('/apis')}
      save={async (body) => {
        await api.PUT('/v1/oauth-resources/{id}', {
          params: { path: { id }, header: matching(base) },
          body: body as Request,
        });
        await queries.invalidateQueries({ queryKey: ['apis'] });
        void navigate('/apis');
      }}
      form={(document) => <ApiForm document={document} />}
    />
  );
}

function DeleteApi({ resource }: { readonly resource: TenantApi }) {
  const text = useText();
  const api = useApi();
  const may = useMay();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { id, identifier } = resource;
  return (
    <Confirm
      danger
      label={text('action.delete')}
      title={text('apis.delete.title', { name: identifier })}
      consequences={<p>{text('apis.delete.text')}</p>}
      isDisabled={!may('oauth-resources:write')}
      act={async () => {
        await api.DELETE('/v1/oauth-resources/{id}', { params: { path: { id }, header: matching(resource) } });
        void navigate('/apis');
        await queries.invalidateQueries({ queryKey: ['apis'] });
      }}
    />
  );
}
