import type { Body, Kind, Place } from './wrong-setting.js';

export const both: readonly Kind[] = ['oidc', 'oauth2'];
export const oidc: readonly Kind[] = ['oidc'];
export const oauth2: readonly Kind[] = ['oauth2'];

export const endpoint = ({ metadata }: Place, name: string): string => String(metadata[name]);
export const method =
  (changes: Body) =>
  (body: Body): Body => ({
    ...body,
    clientAuthentication: { ...(body['clientAuthentication'] as Body), ...changes },
  });
export const idToken = (body: Body, changes: Body): Body => ({
  ...body,
  idToken: { ...(body['idToken'] as Body), ...changes },
});
export const resource =
  (changes: Body) =>
  (body: Body): Body => ({
    ...body,
    resources: (body['resources'] as readonly Body[]).map((one, index) => (index === 0 ? { ...one, ...changes } : one)),
  });
/** The first mapping, wherever it is. */
export const mapping =
  (changes: Body) =>
  (body: Body): Body => {
    const changed = (holder: Body | undefined): Body => ({
      ...holder,
      mappings: ((holder?.['mappings'] ?? []) as readonly Body[]).map((one, index) =>
        index === 0 ? { ...one, ...changes } : one,
      ),
    });
    const [first, ...others] = body['resources'] as readonly Body[];
    return {
      ...body,
      ...(body['kind'] === 'oidc' ? { idToken: changed(body['idToken'] as Body) } : {}),
      resources: [changed(first), ...others],
    };
  };
export const anyMapping = ['$.idToken.mappings[0]', '$.resources[0].mappings[0]'];
