import { useQuery } from '@tanstack/react-query';
import { answered } from '../../api/client.js';
import type { components } from '../../api/schema.js';
import { useApi } from '../../api/use-api.js';

export type Tenant = components['schemas']['AdministeredTenant'];

export function useTenant(id: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['tenants', 'one', id],
    queryFn: () => answered(api.GET('/v1/tenants/{id}', { params: { path: { id } } })),
  });
}

export const statusOf = ({ suspendedAt }: Tenant): 'active' | 'suspended' =>
  suspendedAt === null ? 'active' : 'suspended';
