import { useQuery } from '@tanstack/react-query';
import type { Fault } from '../parts/json/fault.js';
import { publicPath } from '../public-path.js';
import { judgeBody } from './judge-body.js';
import type { Schemas } from './narrowed-schema.js';

interface Description {
  readonly components: { readonly schemas: Schemas };
}

/**
 * Judges a body by the schema of the API's own description, which is asked for when somebody begins to write one. What the schema
 * cannot say the API says when the body is sent.
 *
 * @param name of the schema, e.g. `ProviderRequest`
 * @returns null until the description is there
 */
export function useBodySchema(name: string): ((body: unknown) => readonly Fault[]) | null {
  const { data } = useQuery({
    queryKey: ['description'],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () => ((await (await fetch(`${publicPath}/openapi.json`)).json()) as Description).components.schemas,
  });
  return data === undefined ? null : (body) => judgeBody(data, name, body);
}
