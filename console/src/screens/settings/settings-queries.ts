import { useQuery, useQueryClient } from '@tanstack/react-query';
import { answered } from '../../api/client.js';
import { matching } from '../../api/if-match.js';
import type { components } from '../../api/schema.js';
import { useApi } from '../../api/use-api.js';

export type Settings = components['schemas']['Settings'];

const key = ['settings', 'tenant'];

export const retentionKey = ['settings', 'retention'];

export type Retention = components['schemas']['Retention'] & {
  /** `ETag` of the answer that it is from; it has no revision of its own. */
  readonly tag: string;
};

/** With the answer's `ETag`, so that a change can say what it is of. */
export const tagged = <T>(said: T, response: Response): T & { readonly tag: string } => ({
  ...said,
  tag: response.headers.get('etag') ?? '*',
});

export function useRetention() {
  const api = useApi();
  return useQuery({
    queryKey: retentionKey,
    queryFn: async (): Promise<Retention> => {
      const asked = api.GET('/v1/retention');
      return tagged(await answered(asked), (await asked).response);
    },
  });
}

export function useSettings() {
  const api = useApi();
  return useQuery({ queryKey: key, queryFn: () => answered(api.GET('/v1/settings')) });
}

/** Replaces the settings, unless somebody else has meanwhile; tells what a save has made of them before others read it. */
export function useSaveSettings(): (settings: Settings, saved: (now: Settings) => void) => Promise<Settings> {
  const api = useApi();
  const queries = useQueryClient();
  return async ({ revision, ...body }, tell) => {
    const header = matching({ revision });
    const saved = await answered(api.PUT('/v1/settings', { params: { header }, body }));
    tell(saved);
    queries.setQueryData(key, saved);
    return saved;
  };
}
