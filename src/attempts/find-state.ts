import { Injectable } from '@nestjs/common';
import { TenantStore } from '../access/tenant.store.js';
import { callbackState, encryptedResponse } from '../federation/authorization-response/callback-state.js';
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

  /** Null when there is none, more than one, or none that could be ours. */
  async find(tenantName: string, providerName: string, callback: CallbackParameters): Promise<string | null> {
    const state =
      encryptedResponse(callback.parameters) === null
        ? callbackState(callback.parameters)
        : await this.encrypted(tenantName, providerName, callback);
    return state !== null && /^[A-Za-z0-9_-]{20,200}$/.test(state) ? state : null;
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
