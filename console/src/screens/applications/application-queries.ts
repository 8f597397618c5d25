import { useQuery, useQueryClient } from '@tanstack/react-query';
import { answered } from '../../api/client.js';
import type { components } from '../../api/schema.js';
import { useApi } from '../../api/use-api.js';
import { keepOnce, type OnceTold } from '../../parts/once.js';

export type Application = components['schemas']['OAuthClient'];
export type ApplicationRequest = components['schemas']['OAuthClientRequest'];

export function useApplication(clientId: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['applications', 'one', clientId],
    queryFn: () => answered(api.GET('/v1/oauth-clients/{clientId}', { params: { path: { clientId } } })),
  });
}

export function useForgetApplications() {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: ['applications'] });
}

/** What an answer tells only now goes to the screen of the application. */
export function keepSecretsOf(
  { clientId, clientSecret, privateKeyShownOnce }: Application,
  titles: { readonly secret: string; readonly privateKey: string },
): void {
  const told: OnceTold[] = [];
  if (clientSecret !== undefined) told.push({ title: titles.secret, secrets: [clientSecret] });
  if (privateKeyShownOnce !== undefined) told.push({ title: titles.privateKey, secrets: [privateKeyShownOnce] });
  keepOnce(`applications/${clientId}`, told);
}
