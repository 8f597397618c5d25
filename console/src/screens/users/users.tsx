import { Route, Routes } from 'react-router';
import { NotFound } from '../../parts/states/not-found.js';
import { EditUser } from './edit/edit-user.js';
import { InviteUser } from './edit/invite-user.js';
import { UserDetail } from './user-detail.js';
import { UserList } from './user-list.js';

export default function Users() {
  return (
    <Routes>
      <Route index element={<UserList />} />
      <Route path="new" element={<InviteUser />} />
      <Route path=":id" element={<UserDetail />} />
      <Route path=":id/edit" element={<EditUser />} />
      <Route path="*" element={<NotFound />} />
    </Routes>
  );
}
