import { Route, Routes } from 'react-router';
import { NotFound } from '../../parts/states/not-found.js';
import { DeliveryDetail } from './delivery-detail.js';
import { DeliveryList } from './delivery-list.js';

export default function Deliveries() {
  return (
    <Routes>
      <Route index element={<DeliveryList />} />
      <Route path=":id" element={<DeliveryDetail />} />
      <Route path="*" element={<NotFound />} />
    </Routes>
  );
}
