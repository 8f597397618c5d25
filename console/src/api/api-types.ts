import type { paths } from './schema.js';

/** The API's operations, as the generated description has them. */
type Method = 'get' | 'post' | 'put' | 'delete' | 'patch';

type PathsWith<M extends Method> = {
  [P in keyof paths]: paths[P] extends Record<M, { responses: unknown }> ? P : never;
}[keyof paths];

type Operation<P extends keyof paths, M extends Method> = Extract<paths[P][M], { responses: unknown }>;

type ContentOf<Answer> = Answer extends { content: infer Content }
  ? Content extends { 'application/json': infer Json }
    ? Json
    : Content[keyof Content]
  : undefined;

/** What a success holds: JSON where there are other forms of it too. */
type Success<O> = O extends { responses: infer Answers }
  ? { [Status in keyof Answers]: Status extends 200 | 201 | 202 ? ContentOf<Answers[Status]> : never }[keyof Answers]
  : never;

type Parameters<O> = O extends { parameters: infer All }
  ? {
      [Place in 'path' | 'query' | 'header' as All extends Record<Place, unknown> ? Place : never]: All[Place &
        keyof All];
    } & {
      [Place in 'path' | 'query' | 'header' as All extends Record<Place, unknown> ? never : Place]?: All[Place &
        keyof All];
    }
  : never;

type BodyOf<O> = O extends { requestBody: { content: { 'application/json': infer Body } } }
  ? { readonly body: Body }
  : O extends { requestBody?: { content: { 'application/json': infer Body } } }
    ? { readonly body?: Body }
    : unknown;

type Needed<O> =
  object extends Parameters<O> ? { readonly params?: Parameters<O> } : { readonly params: Parameters<O> };

type Request_<O> = Needed<O> &
  BodyOf<O> & { readonly signal?: AbortSignal; readonly parseAs?: 'json' | 'text'; readonly cache?: RequestCache };

type Call<M extends Method> = <P extends PathsWith<M>>(
  path: P,
  ...request: object extends Request_<Operation<P, M>>
    ? [request?: Request_<Operation<P, M>>]
    : [request: Request_<Operation<P, M>>]
) => Promise<{ readonly data?: Success<Operation<P, M>>; readonly response: Response }>;

/** The API's client: each call typed by path, method, parameters, body and what is answered. */
export interface Api {
  readonly GET: Call<'get'>;
  readonly POST: Call<'post'>;
  readonly PUT: Call<'put'>;
  readonly DELETE: Call<'delete'>;
  readonly PATCH: Call<'patch'>;
}
