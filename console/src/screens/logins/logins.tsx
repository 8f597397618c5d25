import { Route, Routes } from 'react-router';
import { NotFound } from '../../parts/states/not-found.js';
import { LoginDetail } from './login-detail.js';
import { LoginList } from './login-list.js';

/** Signer authentications. */
export default function Logins() {
  return (
    <Routes>
      <Route index element={<LoginList />} />
      <Route path=":id" element={<LoginDetail />} />
      <Route path="*" element={<NotFound />} />
    </Routes>
  );
}
