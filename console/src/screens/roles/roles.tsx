import { Route, Routes } from 'react-router';
import { NotFound } from '../../parts/states/not-found.js';
import { NewRole, RoleDetail } from './edit-role.js';
import { RoleList } from './role-list.js';

export default function Roles() {
  return (
    <Routes>
      <Route index element={<RoleList />} />
      <Route path="new" element={<NewRole />} />
      <Route path=":name" element={<RoleDetail />} />
      <Route path="*" element={<NotFound />} />
    </Routes>
  );
}
