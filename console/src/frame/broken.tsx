import { Button, EmptyState, EmptyStateBody, EmptyStateFooter, PageSection } from '@patternfly/react-core';
import { Component, type ReactNode } from 'react';
import { useText } from '../language/use-messages.js';

interface BrokenProps {
  /** Which screen it is: another one may be whole. */
  readonly at: string | undefined;
  readonly children: ReactNode;
}

/**
 * A screen whose files are gone, because the service was updated under an open tab, or that has a fault of its own, ends here and not
 * in a blank page.
 */
export class Broken extends Component<BrokenProps, { readonly isBroken: boolean }> {
  override state = { isBroken: false };

  static getDerivedStateFromError(): { readonly isBroken: boolean } {
    return { isBroken: true };
  }

  override componentDidUpdate({ at }: BrokenProps): void {
    if (this.state.isBroken && at !== this.props.at) this.setState({ isBroken: false });
  }

  override render(): ReactNode {
    return this.state.isBroken ? <Reload /> : this.props.children;
  }
}

function Reload() {
  const text = useText();
  return (
    <PageSection>
      <EmptyState headingLevel="h1" status="danger" titleText={text('state.broken.title')}>
        <EmptyStateBody>{text('state.broken.text')}</EmptyStateBody>
        <EmptyStateFooter>
          <Button onClick={() => location.reload()}>{text('state.broken.reload')}</Button>
        </EmptyStateFooter>
      </EmptyState>
    </PageSection>
  );
}
