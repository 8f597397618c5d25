import { Breadcrumb, BreadcrumbItem, Content, Flex, FlexItem, PageSection, Stack, Title } from '@patternfly/react-core';
import { type ReactNode, useEffect } from 'react';
import { Link } from 'react-router';

interface ScreenProps {
  readonly title: string;
  readonly description?: string | undefined;
  /** The list that this is from. */
  readonly parent?: { readonly to: string; readonly title: string } | undefined;
  /** Beside the title, e.g. a status. */
  readonly badge?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A screen's heading, its actions and its parts below one another. */
export function Screen({ title, description, parent, badge, actions, children }: ScreenProps) {
  useEffect(() => {
    document.title = `${title} · Countersign`;
  }, [title]);
  return (
    <>
      <PageSection hasBodyWrapper={false}>
        {parent !== undefined && (
          <Breadcrumb>
            <BreadcrumbItem
              render={({ className }) => (
                <Link className={className} to={parent.to}>
                  {parent.title}
                </Link>
              )}
            />
            <BreadcrumbItem isActive>{title}</BreadcrumbItem>
          </Breadcrumb>
        )}
        <Flex
          justifyContent={{ default: 'justifyContentSpaceBetween' }}
          alignItems={{ default: 'alignItemsCenter' }}
          gap={{ default: 'gapMd' }}
        >
          <FlexItem>
            <Flex alignItems={{ default: 'alignItemsCenter' }} gap={{ default: 'gapSm' }}>
              <Title headingLevel="h1" className="name">
                {title}
              </Title>
              {badge}
            </Flex>
          </FlexItem>
          {actions !== undefined && (
            <FlexItem>
              <Flex gap={{ default: 'gapSm' }}>{actions}</Flex>
            </FlexItem>
          )}
        </Flex>
        {description !== undefined && <Content component="p">{description}</Content>}
      </PageSection>
      <PageSection hasBodyWrapper={false} isFilled>
        <Stack hasGutter>{children}</Stack>
      </PageSection>
    </>
  );
}
