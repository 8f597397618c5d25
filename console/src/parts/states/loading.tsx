import { Bullseye, Spinner } from '@patternfly/react-core';
import { useText } from '../../language/use-messages.js';

export function Loading() {
  const text = useText();
  return (
    <Bullseye className="state">
      <Spinner aria-valuetext={text('state.loading')} aria-label={text('state.loading')} />
    </Bullseye>
  );
}
