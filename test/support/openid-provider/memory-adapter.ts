import type { Adapter, AdapterPayload } from 'oidc-provider';

interface Row {
  payload: AdapterPayload;
  readonly expiresAt: number;
}

/**
 * Storage of an oidc-provider, in memory. One per provider and model. It outlives the Provider object, which is built
 * anew when keys or accounts change.
 */
export class MemoryAdapter implements Adapter {
  readonly #rows = new Map<string, Row>();

  upsert(id: string, payload: AdapterPayload, expiresIn?: number): Promise<void> {
    const expiresAt = expiresIn === undefined ? Number.POSITIVE_INFINITY : Date.now() + expiresIn * 1000;
    this.#rows.set(id, { payload, expiresAt });
    return Promise.resolve();
  }

  find(id: string): Promise<AdapterPayload | undefined> {
    const row = this.#rows.get(id);
    if (row && row.expiresAt <= Date.now()) {
      this.#rows.delete(id);
      return Promise.resolve(undefined);
    }
    return Promise.resolve(row?.payload);
  }

  findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return Promise.resolve(this.#first((payload) => payload.uid === uid));
  }

  findByUserCode(userCode: string): Promise<AdapterPayload | undefined> {
    return Promise.resolve(this.#first((payload) => payload.userCode === userCode));
  }

  consume(id: string): Promise<void> {
    const row = this.#rows.get(id);
    if (row) row.payload = { ...row.payload, consumed: Math.floor(Date.now() / 1000) };
    return Promise.resolve();
  }

  destroy(id: string): Promise<void> {
    this.#rows.delete(id);
    return Promise.resolve();
  }

  revokeByGrantId(grantId: string): Promise<void> {
    for (const [id, row] of this.#rows) if (row.payload.grantId === grantId) this.#rows.delete(id);
    return Promise.resolve();
  }

  #first(matches: (payload: AdapterPayload) => boolean): AdapterPayload | undefined {
    for (const row of this.#rows.values()) if (matches(row.payload)) return row.payload;
    return undefined;
  }
}

/** Hands oidc-provider one adapter per model and keeps them for the provider's next incarnation. */
export class MemoryStorage {
  readonly #adapters = new Map<string, MemoryAdapter>();

  adapter(model: string): MemoryAdapter {
    let adapter = this.#adapters.get(model);
    if (!adapter) {
      adapter = new MemoryAdapter();
      this.#adapters.set(model, adapter);
    }
    return adapter;
  }
}
