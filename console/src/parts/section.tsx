import { Card, CardBody, CardHeader, CardTitle, StackItem } from '@patternfly/react-core';
import type { ReactNode } from 'react';

/** One part of a screen, under a heading of its own. */
export function Section({
  title,
  actions,
  children,
}: {
  readonly title: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <StackItem>
      <Card component="section">
        <CardHeader hasWrap {...(actions === undefined ? {} : { actions: { actions, hasNoOffset: true } })}>
          <CardTitle component="h2">{title}</CardTitle>
        </CardHeader>
        <CardBody>{children}</CardBody>
      </Card>
    </StackItem>
  );
}
