import { useQuery } from '@tanstack/react-query';
import { useMay } from '../authentication/use-authentication.js';
import { answered } from './client.js';
import { useApi } from './use-api.js';

/** As many as one answer holds; whoever is not among them is shown by their id. */
const MOST = 200;

/** Applications as choices, by name; empty for whoever may not see them. */
export function useClientNames(): ReadonlyMap<string, string> {
  const api = useApi();
  const may = useMay();
  const { data } = useQuery({
    queryKey: ['applications', 'names'],
    enabled: may('oauth-clients:read'),
    queryFn: () => answered(api.GET('/v1/oauth-clients', { params: { query: { limit: MOST } } })),
  });
  return new Map((data?.items ?? []).map(({ clientId, name }) => [clientId, name]));
}

/** Users as choices; empty for whoever may not see them. */
export function useUserNames(): ReadonlyMap<string, string> {
  const api = useApi();
  const may = useMay();
  const { data } = useQuery({
    queryKey: ['users', 'names'],
    enabled: may('users:read'),
    queryFn: () => answered(api.GET('/v1/users', { params: { query: { limit: MOST } } })),
  });
  return new Map((data?.items ?? []).map(({ id, displayName }) => [id, displayName]));
}
