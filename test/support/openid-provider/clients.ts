import type { ClientMetadata } from 'oidc-provider';
import type { MemoryAdapter } from './memory-adapter.js';

/** The registered clients; kept in the provider's storage, because their redirect URIs are known only after it runs. */
export class Clients {
  readonly #metadata: Map<string, Partial<ClientMetadata>>;
  readonly #adapter: MemoryAdapter;

  constructor(adapter: MemoryAdapter, clients: readonly (Partial<ClientMetadata> & { readonly client_id: string })[]) {
    this.#adapter = adapter;
    this.#metadata = new Map();
    for (const client of clients) this.#save({ redirect_uris: [], ...client });
  }

  add(clientId: string, list: 'redirect_uris' | 'post_logout_redirect_uris', uri: string): void {
    const client = this.#get(clientId);
    this.#save({ ...client, [list]: [...new Set([...(client[list] ?? []), uri])] });
  }

  update(clientId: string, changes: Partial<ClientMetadata>): void {
    this.#save({ ...this.#get(clientId), ...changes, client_id: clientId });
  }

  #get(clientId: string): Partial<ClientMetadata> & { readonly client_id: string } {
    const client = this.#metadata.get(clientId);
    if (!client) throw new Error(`No client "${clientId}" is registered`);
    return { ...client, client_id: clientId };
  }

  #save(client: Partial<ClientMetadata> & { readonly client_id: string }): void {
    this.#metadata.set(client.client_id, client);
    void this.#adapter.upsert(client.client_id, client);
  }
}
