import { Alert } from '@patternfly/react-core';
import { Link } from 'react-router';
import type { components } from '../../api/schema.js';
import { useText } from '../../language/use-messages.js';
import { Moment } from '../../parts/moment.js';

export type ErasureRequest = components['schemas']['ErasureRequest'];

/** Whether something was only asked for: another person has to confirm it. */
export const isAskedFor = (answer: object): answer is ErasureRequest => 'requestedBy' in answer;

/** Says that nothing has happened yet, and who can go on. */
export function AskedFor({ request }: { readonly request: ErasureRequest }) {
  const text = useText();
  return (
    <Alert component="p" isInline variant="info" title={text('erasures.askedFor')}>
      <p>
        {text('erasures.askedFor.text')} <Moment at={request.expiresAt} />.{' '}
        <Link to="/settings/erasures">{text('erasures.title')}</Link>
      </p>
    </Alert>
  );
}
