import { Route, Routes } from 'react-router';
import { NotFound } from '../../parts/states/not-found.js';
import { EnvelopeTrail } from './envelope-trail.js';
import { FindTrail } from './find-trail.js';

export default function Trail() {
  return (
    <Routes>
      <Route index element={<FindTrail />} />
      <Route path=":envelope" element={<EnvelopeTrail />} />
      <Route path="*" element={<NotFound />} />
    </Routes>
  );
}
