import { Route, Routes } from 'react-router';
import { NotFound } from '../../parts/states/not-found.js';
import { EditPolicy, NewPolicy } from './edit-policy.js';
import { PolicyList } from './policy-list.js';
import { TryPolicies } from './try-policies.js';

export default function Policies() {
  return (
    <Routes>
      <Route index element={<PolicyList />} />
      <Route path="new" element={<NewPolicy />} />
      <Route path="try" element={<TryPolicies />} />
      <Route path=":id" element={<EditPolicy />} />
      <Route path="*" element={<NotFound />} />
    </Routes>
  );
}
