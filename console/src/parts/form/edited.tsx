import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Unanswered } from '../states/unanswered.js';
import { Begun } from './begun.js';

interface EditedProps<Thing> {
  readonly query: Pick<UseQueryResult<Thing>, 'data' | 'isPending' | 'isError' | 'error' | 'refetch'>;
  /** As `Begun` has it. */
  readonly children: (begun: Thing, base: Thing, saved: (now: Thing) => void) => ReactNode;
}

/** The editor of what a query reads, once it has answered; until then that it is under way, or why it failed. */
export function Edited<Thing extends { readonly revision: number | null }>({ query, children }: EditedProps<Thing>) {
  return (
    <>
      <Unanswered query={query} />
      {query.data !== undefined && (
        <Begun latest={query.data} refetch={query.refetch}>
          {children}
        </Begun>
      )}
    </>
  );
}
