import { useQuery, useQueryClient } from '@tanstack/react-query';
import { answered } from '../../api/client.js';
import type { components } from '../../api/schema.js';
import { useApi } from '../../api/use-api.js';

export type Provider = components['schemas']['Provider'];
export type ProviderRequest = components['schemas']['ProviderRequest'];

/** Everything read of providers begins with this, so that one change makes all of it be read again. */
const PROVIDERS = 'providers';

export function useProviders(cursor: string | undefined) {
  const api = useApi();
  return useQuery({
    queryKey: [PROVIDERS, 'list', cursor],
    queryFn: () =>
      answered(
        api.GET('/v1/providers', { params: { query: { limit: 50, ...(cursor === undefined ? {} : { cursor }) } } }),
      ),
  });
}

export function useProvider(name: string) {
  const api = useApi();
  return useQuery({
    queryKey: [PROVIDERS, 'one', name],
    queryFn: () => answered(api.GET('/v1/providers/{name}', { params: { path: { name } } })),
  });
}

/**
 * Logins of the last day by provider: its health, as signers feel it.
 * @param enabled asked once this is true: after what is seen first, which would wait for it
 */
export function useHealth(enabled: boolean) {
  const api = useApi();
  return useQuery({
    queryKey: [PROVIDERS, 'health'],
    enabled,
    queryFn: async () => {
      const { items } = await answered(
        api.GET('/v1/statistics/logins', { params: { query: { by: 'provider', step: 'day' } } }),
      );
      const health = new Map<string, { logins: number; failed: number }>();
      for (const { provider, logins, failed } of items) {
        if (provider === null) continue;
        const known = health.get(provider) ?? { logins: 0, failed: 0 };
        health.set(provider, { logins: known.logins + logins, failed: known.failed + failed });
      }
      return health;
    },
  });
}

export function useForgetProviders(): () => Promise<void> {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: [PROVIDERS] });
}
