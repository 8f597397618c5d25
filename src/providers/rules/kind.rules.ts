import type { Fault } from '../../errors/countersign-error.js';
import type { ProviderDraft } from './provider-draft.js';

/** Faults of members that belong to one kind of provider, and of the subject. */
export function kindFaults(draft: ProviderDraft): readonly Fault[] {
  const ofKind = draft.kind === 'oauth2' ? oauth2Faults(draft) : draft.kind === 'oidc' ? oidcFaults(draft) : [];
  return [...ofKind, ...subjectFaults(draft)];
}

function oidcFaults(draft: ProviderDraft): Fault[] {
  if (!Array.isArray(draft.scopes) || draft.scopes.includes('openid')) return [];
  return [{ path: '$.scopes', message: 'must contain `openid` for kind `oidc` (OpenID Connect Core §3.1.2.1)' }];
}

function oauth2Faults(draft: ProviderDraft): Fault[] {
  const faults: Fault[] = [];
  const refuse = (refused: boolean, path: string, message: string) => {
    if (refused) faults.push({ path, message: `${message} (kind is \`oauth2\`)` });
  };
  refuse(draft.idToken !== null, '$.idToken', 'must be null: there is no ID token to verify or map');
  // A check that nobody makes must not look made.
  const judged = 'cannot be judged without an ID token';
  refuse((draft.assurance?.requiredAcr ?? []).length > 0, '$.assurance.requiredAcr', judged);
  refuse((draft.assurance?.requiredAmr ?? []).length > 0, '$.assurance.requiredAmr', judged);
  refuse(
    typeof draft.assurance?.maxAuthenticationAgeSeconds === 'number',
    '$.assurance.maxAuthenticationAgeSeconds',
    judged,
  );
  refuse((draft.allowedTenantIds ?? []).length > 0, '$.allowedTenantIds', judged);
  refuse(
    isGiven(draft.claimsRequest),
    '$.claimsRequest',
    'must be null: the `claims` parameter belongs to OpenID Connect',
  );
  for (const [index, resource] of draft.resources.entries()) {
    refuse(
      resource.type === 'userinfo',
      `$.resources[${index}].type`,
      'must be `document`: `userinfo` is judged against the `sub` of an ID token',
    );
  }
  return faults;
}

function subjectFaults(draft: ProviderDraft): Fault[] {
  const { subject, kind } = draft;
  if (subject === null) {
    return kind === 'oauth2'
      ? [
          {
            path: '$.subject',
            message: 'is required for kind `oauth2`: which claim of which resource says who logged in',
          },
        ]
      : [];
  }
  const source = subject.source;
  if (source === undefined) return [];
  if (source === 'id_token' && kind === 'oauth2') {
    return [
      { path: '$.subject.source', message: 'must be `resource:<name>` or `token_response`: `oauth2` has no ID token' },
    ];
  }
  const names = draft.resources.map((resource) => resource.name);
  const named = source.startsWith('resource:') ? source.slice('resource:'.length) : null;
  // A resource whose name is wrong might be the one that is meant.
  if (named === null || names.includes(named) || names.includes(undefined)) return [];
  const known = names.length === 0 ? 'none is configured' : `configured: ${names.join(', ')}`;
  return [{ path: '$.subject.source', message: `must name a resource of this provider (${known})` }];
}

function isGiven(value: unknown): boolean {
  return value !== null && value !== undefined;
}
