import { FormGroup, FormSelect, FormSelectOption } from '@patternfly/react-core';
import { useText } from '../language/use-messages.js';

const choices = [0, 1, 7, 30] as const;

/** What the API counts in. */
export const SECONDS_OF_DAY = 86_400;

interface OverlapChoiceProps {
  readonly days: number;
  readonly choose: (days: number) => void;
}

/** How many days a secret goes on working beside the one that comes in its place. */
export function OverlapChoice({ days, choose }: OverlapChoiceProps) {
  const text = useText();
  return (
    <FormGroup label={text('overlap.for')} fieldId="overlap">
      <FormSelect id="overlap" value={days} onChange={(_event, value) => choose(Number(value))}>
        {choices.map((one) => (
          <FormSelectOption key={one} value={one} label={text('overlap.days', { days: one })} />
        ))}
      </FormSelect>
    </FormGroup>
  );
}
