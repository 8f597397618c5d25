import { Button, Flex } from '@patternfly/react-core';
import { useText } from '../../language/use-messages.js';

interface PagerProps {
  readonly cursor: string | undefined;
  readonly next: string | null;
  readonly turnTo: (cursor: string | null) => void;
}

/** Lists know their next page, not their number of pages; the browser's way back leads to the one before. */
export function Pager({ cursor, next, turnTo }: PagerProps) {
  const text = useText();
  if (cursor === undefined && next === null) return null;
  return (
    <Flex className="pager" justifyContent={{ default: 'justifyContentFlexEnd' }} gap={{ default: 'gapSm' }}>
      <Button variant="secondary" isDisabled={cursor === undefined} onClick={() => turnTo(null)}>
        {text('list.first')}
      </Button>
      <Button variant="secondary" isDisabled={next === null} onClick={() => turnTo(next)}>
        {text('list.next')}
      </Button>
    </Flex>
  );
}
