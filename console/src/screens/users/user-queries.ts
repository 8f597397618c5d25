import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { answered } from '../../api/client.js';
import type { components } from '../../api/schema.js';
import { useApi } from '../../api/use-api.js';
import { useMay } from '../../authentication/use-authentication.js';

export type User = components['schemas']['User'];
export type Role = components['schemas']['Role'];
export type UserLanguage = User['language'];

function useUserQuery(id: string) {
  const api = useApi();
  return queryOptions({
    queryKey: ['users', 'one', id],
    queryFn: () => answered(api.GET('/v1/users/{id}', { params: { path: { id } } })),
  });
}

export const useUser = (id: string) => useQuery(useUserQuery(id));

/** Somebody who may have been deleted meanwhile; undefined until they are there, and for null. */
export function useUserIfThere(id: string | null): User | undefined {
  return useQuery({ ...useUserQuery(id ?? ''), enabled: id !== null }).data;
}

export function useForgetUsers() {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: ['users'] });
}

export function useRoles() {
  const api = useApi();
  return useQuery({ queryKey: ['roles'], queryFn: () => answered(api.GET('/v1/roles')) });
}

/** Providers at which users can log in, by name; empty for whoever may not see them. */
export function useUserProviders(): readonly (readonly [name: string, label: string])[] {
  const api = useApi();
  const may = useMay();
  const { data } = useQuery({
    queryKey: ['providers', 'for-users'],
    enabled: may('providers:read'),
    queryFn: () => answered(api.GET('/v1/providers', { params: { query: { limit: 200 } } })),
  });
  return (data?.items ?? [])
    .filter(({ usage }) => usage.includes('user'))
    .map(({ name, displayName }) => [name, displayName['en'] ?? name]);
}

/** What roles would give together; and, of a user who is there, what that changes. */
export function usePermissionPreview(roles: readonly string[], userId?: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['permission-preview', roles, userId],
    placeholderData: (before) => before,
    queryFn: () =>
      answered(
        api.POST('/v1/permission-previews', {
          body: { roles: [...roles], ...(userId === undefined ? {} : { userId }) },
        }),
      ),
  });
}
