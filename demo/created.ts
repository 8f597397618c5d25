import type { ApiClient } from '../test/support/service/api-client.js';

/** Posts what has to succeed. @throws Error naming what was answered instead */
export async function created(
  api: ApiClient,
  path: string,
  body: unknown,
  status = 201,
): Promise<Record<string, unknown>> {
  const answer = await api.post(path, body);
  if (answer.status !== status)
    throw new Error(`POST ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body as Record<string, unknown>;
}
