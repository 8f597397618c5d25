import { Route, Routes } from 'react-router';
import { NotFound } from '../../parts/states/not-found.js';
import { ApiKeyList } from './api-key-list.js';
import { NewApiKey } from './new-api-key.js';

export default function ApiKeys() {
  return (
    <Routes>
      <Route index element={<ApiKeyList />} />
      <Route path="new" element={<NewApiKey />} />
      <Route path="*" element={<NotFound />} />
    </Routes>
  );
}
