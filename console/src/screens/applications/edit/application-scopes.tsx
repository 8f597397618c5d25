import { useQuery } from '@tanstack/react-query';
import { answered } from '../../../api/client.js';
import { useApi } from '../../../api/use-api.js';
import { knownScopes, protocolScopes } from '../../../authentication/known-scopes.js';
import { useMay } from '../../../authentication/use-authentication.js';
import { useNamed, useText } from '../../../language/use-messages.js';
import { ChecksField } from '../../../parts/json/checks-field.js';
import type { EditedDocument } from '../../../parts/json/document-editor.js';
import { faultAt } from '../../../parts/json/fault.js';
import { readPath, writePath } from '../../../parts/json/json-path.js';
import { PermissionPicker } from '../../../parts/permissions/permission-picker.js';

/** What the client may ask for: rights of the API, what is about users and tokens, scopes of the tenant's own APIs. */
export function ApplicationScopes({ document }: { readonly document: EditedDocument }) {
  const text = useText();
  const named = useNamed();
  const may = useMay();
  const api = useApi();
  const apis = useQuery({
    queryKey: ['apis', 'scopes'],
    enabled: may('oauth-resources:read'),
    queryFn: () => answered(api.GET('/v1/oauth-resources', { params: { query: { limit: 200 } } })),
  });
  const value = readPath(document.value, '$.scopes');
  const chosen: readonly string[] = Array.isArray(value) ? value : [];
  // Two APIs may have scopes of one name: the client asks for the name.
  const own = new Map<string, readonly string[]>();
  for (const { identifier, scopes } of apis.data?.items ?? [])
    for (const scope of scopes) own.set(scope, [...(own.get(scope) ?? []), identifier]);
  const known = new Set(knownScopes);
  const fault = faultAt(document.faults, '$.scopes');
  return (
    <>
      <PermissionPicker
        id="scope"
        label={text('application.apiScopes')}
        permissions={knownScopes}
        chosen={chosen}
        choose={(next) => document.set(writePath(document.value, '$.scopes', next))}
        isLacking={(scope) => known.has(scope) && !may(scope)}
      />
      <ChecksField
        document={document}
        path="$.scopes"
        label={text('application.otherScopes')}
        help={fault === undefined ? undefined : text('application.form.scopes')}
        choices={[
          ...protocolScopes.map((scope) => ({ value: scope, label: scope, description: named('scopeText', scope) })),
          ...[...own].map(([scope, apisOfIt]) => ({ value: scope, label: scope, description: apisOfIt.join(', ') })),
        ]}
      />
    </>
  );
}
