import { useQuery, useQueryClient } from '@tanstack/react-query';
import { answered } from '../../api/client.js';
import type { components } from '../../api/schema.js';
import { useApi } from '../../api/use-api.js';

export type Me = components['schemas']['Me'];
export type SecondFactor = components['schemas']['SecondFactor'];

const REFRESH = 30_000;

/** Asked for again by itself: that somebody has just logged in ends while they read. */
export function useMe() {
  const api = useApi();
  return useQuery({ queryKey: ['me'], refetchInterval: REFRESH, queryFn: () => answered(api.GET('/v1/me')) });
}

export function useForgetMe() {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: ['me'] });
}
