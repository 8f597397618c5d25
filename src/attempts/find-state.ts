import { Injectable } from '@nestjs/common';
import { TenantStore } from '../access/tenant.store.js';
import { callbackState, encryptedResponse, readingsOf } from '../federation/authorization-response/callback-state.js';
import { type CallbackParameters, Federation } from '../federation/trip.js';
import { ProviderDirectory } from '../providers/provider-directory.js';

/** Finds the `state` that a callback claims, by which its attempt is found. Makes no call and changes nothing. */
@Injectable()
export class StateFinder {
  constructor(
    private readonly tenants: TenantStore,
    private readonly providers: ProviderDirectory,
    private readonly federation: Federation,
  ) {}

  /**
   * Of several the one that `isBound` knows: a callback that names two is refused as the end of its attempt. Null when there is none
   * that could be ours.
   * @param isBound whether the browser has the cookie of the attempt with this state
   */
  async find(
    tenantName: string,
    providerName: string,
    { method, parameters }: CallbackParameters,
    isBound: (state: string) => boolean,
  ): Promise<string | null> {
    const found: string[] = [];
    for (const reading of readingsOf(parameters)) {
      const state = await this.claimed(tenantName, providerName, { method, parameters: reading });
      if (state !== null && /^[A-Za-z0-9_-]{20,200}$/.test(state)) found.push(state);
    }
    return found.find(isBound) ?? found[0] ?? null;
  }

  private async claimed(
    tenantName: string,
    providerName: string,
    callback: CallbackParameters,
  ): Promise<string | null> {
    return encryptedResponse(callback.parameters) === null
      ? callbackState(callback.parameters)
      : await this.encrypted(tenantName, providerName, callback);
  }

  /** Only the provider whose redirect URI this is may have encrypted it, and only its keys are tried. */
  private async encrypted(
    tenantName: string,
    providerName: string,
    callback: CallbackParameters,
  ): Promise<string | null> {
    const tenant = await this.tenants.findByName(tenantName);
    const provider = tenant === null ? null : await this.providers.forCallback(tenant.id, providerName);
    return provider === null ? null : this.federation.encryptedState(provider, callback);
  }
}
