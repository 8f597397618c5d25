import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { answeredText } from '../../api/client.js';
import { useApi } from '../../api/use-api.js';

const REFRESH = 10_000;

/** The last checkpoint, read and not verified: that is done where a trail is. */
export interface Checkpoint {
  /** As it was signed (C2SP tlog-checkpoint). */
  readonly note: string;
  readonly origin: string;
  /** How many events it promises. */
  readonly size: number;
  readonly root: string;
  readonly signedAt: string | null;
}

export function useCheckpoint(): UseQueryResult<Checkpoint> {
  const api = useApi();
  return useQuery({
    queryKey: ['log', 'checkpoint'],
    refetchInterval: REFRESH,
    queryFn: async () => {
      const answer = await api.GET('/v1/audit/checkpoint', { parseAs: 'text' });
      const note = await answeredText(Promise.resolve(answer));
      const [origin = '', size = '0', root = ''] = note.split('\n');
      const signed = answer.response.headers.get('last-modified');
      const signedAt = signed === null ? null : new Date(signed).toISOString();
      return { note, origin, size: Number(size), root, signedAt };
    },
  });
}
