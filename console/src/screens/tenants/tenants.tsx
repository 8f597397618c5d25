import { Route, Routes } from 'react-router';
import { NotFound } from '../../parts/states/not-found.js';
import { NewTenant } from './new-tenant.js';
import { TenantDetail } from './tenant-detail.js';
import { TenantList } from './tenant-list.js';

/** What only the operator sees: the tenants of the deployment. */
export default function Tenants() {
  return (
    <Routes>
      <Route index element={<TenantList />} />
      <Route path="new" element={<NewTenant />} />
      <Route path=":id" element={<TenantDetail />} />
      <Route path="*" element={<NotFound />} />
    </Routes>
  );
}
