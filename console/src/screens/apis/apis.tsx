import { Route, Routes } from 'react-router';
import { NotFound } from '../../parts/states/not-found.js';
import { ApiList } from './api-list.js';
import { EditTenantApi, NewTenantApi } from './edit-api.js';

export default function Apis() {
  return (
    <Routes>
      <Route index element={<ApiList />} />
      <Route path="new" element={<NewTenantApi />} />
      <Route path=":id" element={<EditTenantApi />} />
      <Route path="*" element={<NotFound />} />
    </Routes>
  );
}
