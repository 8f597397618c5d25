import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { answered } from '../../api/client.js';
import { matching } from '../../api/if-match.js';
import type { components } from '../../api/schema.js';
import { useApi } from '../../api/use-api.js';
import { useMay } from '../../authentication/use-authentication.js';
import { useText } from '../../language/use-messages.js';
import { Confirm } from '../../parts/confirm.js';
import { Edited } from '../../parts/form/edited.js';
import { DocumentEditor } from '../../parts/json/document-editor.js';
import { Screen } from '../../parts/screen.js';
import { PolicyForm } from './policy-form.js';
import type { Policy } from './use-conditions.js';

type Request = components['schemas']['TokenPolicyRequest'];

/** A new rule; whoever comes from an application has it filled in already. */
export function NewPolicy() {
  const text = useText();
  const api = useApi();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [parameters] = useSearchParams();
  const clientId = parameters.get('clientId');
  const target = clientId === null ? { level: 'tenant', subject: null } : { level: 'client', subject: clientId };
  return (
    <Screen title={text('policies.add')} parent={{ to: '/policies', title: text('policies.title') }}>
      <DocumentEditor
        needs="token-policies:write"
        initial={{ effect: 'deny', ...target, reason: '', when: {}, require: {} }}
        schema="TokenPolicyRequest"
        saveLabel={text('policies.create')}
        cancel={() => void navigate('/policies')}
        save={async (body) => {
          await api.POST('/v1/token-policies', { body: body as Request });
          await queries.invalidateQueries({ queryKey: ['policies'] });
          void navigate('/policies');
        }}
        form={(document) => <PolicyForm document={document} />}
      />
    </Screen>
  );
}

export function EditPolicy() {
  const text = useText();
  const api = useApi();
  const { id = '' } = useParams();
  const query = useQuery({
    queryKey: ['policies', 'one', id],
    queryFn: () => answered(api.GET('/v1/token-policies/{id}', { params: { path: { id } } })),
  });
  const policy = query.data;
  return (
    <Screen
      title={policy?.reason ?? id}
      parent={{ to: '/policies', title: text('policies.title') }}
      actions={policy !== undefined && <DeletePolicy policy={policy} />}
    >
      <Edited query={query}>{(begun, base) => <PolicyEditor policy={begun} base={base} />}</Edited>
    </Screen>
  );
}

function PolicyEditor({ policy, base }: { readonly policy: Policy; readonly base: Policy }) {
  const text = useText();
  const api = useApi();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { id, effect, level, subject, reason, when, require: demands } = policy;
  return (
    <DocumentEditor
      needs="token-policies:write"
      initial={{ effect, level, subject, reason, when, require: demands }}
      schema="TokenPolicyRequest"
      saveLabel={text('action.save')}
      cancel={() => void navigate('/policies')}
      save={async (body) => {
        await api.PUT('/v1/token-policies/{id}', {
          params: { path: { id }, header: matching(base) },
          body: body as Request,
        });
        await queries.invalidateQueries({ queryKey: ['policies'] });
        void navigate('/policies');
      }}
      form={(document) => <PolicyForm document={document} />}
    />
  );
}

function DeletePolicy({ policy }: { readonly policy: Policy }) {
  const text = useText();
  const api = useApi();
  const may = useMay();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { id, effect } = policy;
  return (
    <Confirm
      danger
      label={text('action.delete')}
      title={text('policy.delete.title')}
      consequences={<p>{text(effect === 'allow' ? 'policy.delete.allow' : 'policy.delete.text')}</p>}
      isDisabled={!may('token-policies:write')}
      act={async () => {
        await api.DELETE('/v1/token-policies/{id}', { params: { path: { id }, header: matching(policy) } });
        void navigate('/policies');
        await queries.invalidateQueries({ queryKey: ['policies'] });
      }}
    />
  );
}
