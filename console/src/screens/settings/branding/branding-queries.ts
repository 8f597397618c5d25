import { useQuery, useQueryClient } from '@tanstack/react-query';
import { answered } from '../../../api/client.js';
import { matching } from '../../../api/if-match.js';
import type { components } from '../../../api/schema.js';
import { useApi } from '../../../api/use-api.js';

export type Branding = components['schemas']['Branding'];

const key = ['settings', 'branding'];

export function useBranding() {
  const api = useApi();
  return useQuery({ queryKey: key, queryFn: () => answered(api.GET('/v1/branding')) });
}

/** Replaces the branding, unless somebody else has meanwhile; tells what a save has made of it before others read it. */
export function useSaveBranding(): (branding: Branding, saved: (now: Branding) => void) => Promise<Branding> {
  const api = useApi();
  const queries = useQueryClient();
  return async (branding, tell) => {
    const header = matching(branding);
    const saved = await answered(api.PUT('/v1/branding', { params: { header }, body: branding }));
    tell(saved);
    queries.setQueryData(key, saved);
    return saved;
  };
}
