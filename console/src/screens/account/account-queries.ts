import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { answered } from '../../api/client.js';
import type { components } from '../../api/schema.js';
import { useApi } from '../../api/use-api.js';

export type Me = components['schemas']['Me'];
export type SecondFactor = components['schemas']['SecondFactor'];

const REFRESH = 30_000;

function useMeQuery() {
  const api = useApi();
  return queryOptions({ queryKey: ['me'], queryFn: () => answered(api.GET('/v1/me')) });
}

/** Asked for again by itself: that somebody has just logged in ends while they read. */
export function useMe() {
  return useQuery({ ...useMeQuery(), refetchInterval: REFRESH });
}

/** Asked for once, and only where it matters. @param isAsked false: it does not */
export function useMeOnce(isAsked: boolean) {
  return useQuery({ ...useMeQuery(), enabled: isAsked, retry: false });
}

export function useForgetMe() {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: ['me'] });
}
