import { Route, Routes } from 'react-router';
import { NotFound } from '../../parts/states/not-found.js';
import { EditProvider } from './edit/edit-provider.js';
import { NewProvider } from './new/new-provider.js';
import { ProviderDetail } from './provider-detail.js';
import { ProviderList } from './provider-list.js';
import { ProviderRevisions } from './provider-revisions.js';
import { TestLogin } from './test-login/test-login.js';

export default function Providers() {
  return (
    <Routes>
      <Route index element={<ProviderList />} />
      <Route path="new" element={<NewProvider />} />
      <Route path=":name" element={<ProviderDetail />} />
      <Route path=":name/edit" element={<EditProvider />} />
      <Route path=":name/revisions" element={<ProviderRevisions />} />
      <Route path=":name/test-logins/:id" element={<TestLogin />} />
      <Route path="*" element={<NotFound />} />
    </Routes>
  );
}
