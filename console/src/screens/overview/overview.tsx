import { PageSection, Title } from '@patternfly/react-core';
import { useText } from '../../language/use-messages.js';

export default function Overview() {
  const text = useText();
  return (
    <PageSection>
      <Title headingLevel="h1">{text('overview.title')}</Title>
    </PageSection>
  );
}
