import { Route, Routes } from 'react-router';
import { NotFound } from '../../parts/states/not-found.js';
import { ApplicationDetail } from './application-detail.js';
import { ApplicationList } from './application-list.js';
import { EditApplication } from './edit/edit-application.js';
import { NewApplication } from './edit/new-application.js';

export default function Applications() {
  return (
    <Routes>
      <Route index element={<ApplicationList />} />
      <Route path="new" element={<NewApplication />} />
      <Route path=":clientId" element={<ApplicationDetail />} />
      <Route path=":clientId/edit" element={<EditApplication />} />
      <Route path="*" element={<NotFound />} />
    </Routes>
  );
}
