import {
  DescriptionList,
  DescriptionListDescription,
  DescriptionListGroup,
  DescriptionListTerm,
} from '@patternfly/react-core';
import type { ReactNode } from 'react';

/** What is known of one thing. Facts that are null are left out. */
export function Facts({ facts }: { readonly facts: readonly (readonly [term: string, description: ReactNode])[] }) {
  return (
    <DescriptionList orientation={{ md: 'horizontal' }} isCompact className="facts">
      {facts
        .filter(([, description]) => description !== null && description !== undefined && description !== '')
        .map(([term, description]) => (
          <DescriptionListGroup key={term}>
            <DescriptionListTerm>{term}</DescriptionListTerm>
            <DescriptionListDescription>{description}</DescriptionListDescription>
          </DescriptionListGroup>
        ))}
    </DescriptionList>
  );
}
