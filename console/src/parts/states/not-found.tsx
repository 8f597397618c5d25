import { EmptyState, EmptyStateBody, EmptyStateFooter, PageSection } from '@patternfly/react-core';
import { Link } from 'react-router';
import { useText } from '../../language/use-messages.js';

/** An address that is none of the console's, or that names something which is not there (any more). */
export function NotFound() {
  const text = useText();
  return (
    <PageSection>
      <EmptyState headingLevel="h1" titleText={text('state.notFound.title')}>
        <EmptyStateBody>{text('state.notFound.text')}</EmptyStateBody>
        <EmptyStateFooter>
          <Link to="/">{text('overview.title')}</Link>
        </EmptyStateFooter>
      </EmptyState>
    </PageSection>
  );
}
