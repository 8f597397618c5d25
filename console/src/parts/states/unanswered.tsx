import type { UseQueryResult } from '@tanstack/react-query';
import { Failed } from './failed.js';
import { Loading } from './loading.js';

/** In the place of what a query reads, until it has answered: that it is under way, or why it failed, to be asked again. */
export function Unanswered({
  query,
}: {
  readonly query: Pick<UseQueryResult, 'isPending' | 'isError' | 'error' | 'refetch'>;
}) {
  if (query.isPending) return <Loading />;
  return query.isError ? <Failed error={query.error} retry={() => void query.refetch()} /> : null;
}
