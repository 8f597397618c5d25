import { Route, Routes } from 'react-router';
import { NotFound } from '../../parts/states/not-found.js';
import { EditListener, NewListener } from './edit-listener.js';
import { ListenerDetail } from './listener-detail.js';
import { ListenerList } from './listener-list.js';

export default function Listeners() {
  return (
    <Routes>
      <Route index element={<ListenerList />} />
      <Route path="new" element={<NewListener />} />
      <Route path=":name" element={<ListenerDetail />} />
      <Route path=":name/edit" element={<EditListener />} />
      <Route path="*" element={<NotFound />} />
    </Routes>
  );
}
