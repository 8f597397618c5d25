import { StackItem } from '@patternfly/react-core';
import { useState } from 'react';
import type { components } from '../../api/schema.js';
import { useText } from '../../language/use-messages.js';
import { ShownOnce } from '../../parts/shown-once.js';

type Issued = components['schemas']['IssuedApiKey'];

/** On its way from the answer that holds it to the list that shows it: in memory, until it was looked at. */
let waiting: Issued | null = null;

export function showIssued(issued: Issued): void {
  waiting = issued;
}

function takeIssued(): Issued | null {
  const issued = waiting;
  waiting = null;
  return issued;
}

/** The key that was made just now. @param issued by an act on this very screen */
export function IssuedKey({ issued }: { readonly issued: Issued | null }) {
  const text = useText();
  const [brought] = useState(takeIssued);
  const key = issued ?? brought;
  if (key === null) return null;
  return (
    <StackItem>
      <ShownOnce title={text('keys.issued', { name: key.name })} secrets={[key.key]} />
    </StackItem>
  );
}
