import { useQuery, useQueryClient } from '@tanstack/react-query';
import { answered } from '../../../api/client.js';
import type { components } from '../../../api/schema.js';
import { useApi } from '../../../api/use-api.js';

export type Branding = components['schemas']['Branding'];

const key = ['settings', 'branding'];

export function useBranding() {
  const api = useApi();
  return useQuery({ queryKey: key, queryFn: () => answered(api.GET('/v1/branding')) });
}

/** Replaces the branding, unless somebody else has meanwhile. */
export function useSaveBranding(): (branding: Branding) => Promise<Branding> {
  const api = useApi();
  const queries = useQueryClient();
  return async (branding) => {
    const header = { 'If-Match': `"${branding.revision}"` };
    const saved = await answered(api.PUT('/v1/branding', { params: { header }, body: branding }));
    queries.setQueryData(key, saved);
    return saved;
  };
}
