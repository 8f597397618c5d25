import { useQuery } from '@tanstack/react-query';
import { answered } from '../../api/client.js';
import type { components } from '../../api/schema.js';
import { useApi } from '../../api/use-api.js';
import { keepOnce } from '../../parts/once.js';

export type Listener = components['schemas']['Listener'];
export type ListenerRequest = components['schemas']['ListenerRequest'];

export function useListener(name: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['listeners', 'one', name],
    queryFn: () => answered(api.GET('/v1/listeners/{name}', { params: { path: { name } } })),
  });
}

/** What an answer tells only now goes to the screen of the listener. */
export function keepSecretsOf({ name, secretsShownOnce }: Listener, title: string): void {
  if (secretsShownOnce !== undefined)
    keepOnce(`listeners/${name}`, [{ title, secrets: secretsShownOnce.standardWebhooks }]);
}
