import {
  Bullseye,
  EmptyState,
  EmptyStateActions,
  EmptyStateBody,
  EmptyStateFooter,
  Skeleton,
  StackItem,
} from '@patternfly/react-core';
import { Table, Tbody, Td, Tr } from '@patternfly/react-table';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useText } from '../../language/use-messages.js';
import { HeaderRow } from '../header-row.js';
import { Failed } from '../states/failed.js';
import { Pager } from './pager.js';

export interface Column<Item> {
  readonly title: string;
  readonly cell: (item: Item) => ReactNode;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

interface ListTableProps<Item> {
  /** What the table is of, for screen readers. */
  readonly caption: string;
  readonly query: UseQueryResult<Page<Item>>;
  readonly columns: readonly Column<Item>[];
  readonly keyOf: (item: Item) => string;
  readonly empty: { readonly title: string; readonly text: string; readonly action?: ReactNode };
  /** Whether something was asked for that nothing fits. */
  readonly isFiltered?: boolean;
  readonly cursor?: string | undefined;
  readonly turnTo?: (cursor: string | null) => void;
}

/** A page of a list in each of its states. On a phone each row becomes a block of its own. */
export function ListTable<Item>({
  caption,
  query,
  columns,
  keyOf,
  empty,
  isFiltered = false,
  cursor,
  turnTo,
}: ListTableProps<Item>) {
  const text = useText();
  if (query.isError) return <Failed error={query.error} retry={() => void query.refetch()} />;
  if (query.isPending)
    return (
      <StackItem aria-busy="true">
        <Skeleton screenreaderText={text('state.loading')} height="12rem" />
      </StackItem>
    );
  const { items, next } = query.data;
  if (items.length === 0 && cursor === undefined)
    return (
      <Bullseye>
        <EmptyState headingLevel="h2" titleText={isFiltered ? text('list.nothingFits.title') : empty.title}>
          <EmptyStateBody>{isFiltered ? text('list.nothingFits.text') : empty.text}</EmptyStateBody>
          {empty.action !== undefined && !isFiltered && (
            <EmptyStateFooter>
              <EmptyStateActions>{empty.action}</EmptyStateActions>
            </EmptyStateFooter>
          )}
        </EmptyState>
      </Bullseye>
    );
  return (
    <StackItem>
      <Table aria-label={caption} variant="compact" gridBreakPoint="grid-md">
        <HeaderRow titles={columns.map(({ title }) => title)} />
        <Tbody>
          {items.map((item) => (
            <Tr key={keyOf(item)}>
              {columns.map(({ title, cell }) => (
                <Td key={title} dataLabel={title} modifier="breakWord">
                  {/* One element: on a phone, words beside others would stand under the title. */}
                  <div className="cell">{cell(item)}</div>
                </Td>
              ))}
            </Tr>
          ))}
        </Tbody>
      </Table>
      {turnTo !== undefined && <Pager cursor={cursor} next={next} turnTo={turnTo} />}
    </StackItem>
  );
}
