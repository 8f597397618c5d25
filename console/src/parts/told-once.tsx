import { StackItem } from '@patternfly/react-core';
import { useState } from 'react';
import { takeOnce } from './once.js';
import { ShownOnce } from './shown-once.js';

/** Secrets that an answer held and that were kept for this screen. @param of as they were kept */
export function ToldOnce({ of }: { readonly of: string }) {
  const [told] = useState(() => takeOnce(of));
  return told.map(({ title, secrets }) => (
    <StackItem key={title}>
      <ShownOnce title={title} secrets={secrets} />
    </StackItem>
  ));
}
