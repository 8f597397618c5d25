import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type LoginInteraction, LoginInteractions } from '../../access/login-interactions.js';
import { type Tenant, TenantStore } from '../../access/tenant.store.js';
import type { Settings } from '../../config/settings.js';
import { SETTINGS } from '../../config/settings.token.js';
import { CountersignError } from '../../errors/countersign-error.js';
import { clientAddresses } from '../../http/client-address.js';
import { isSameOriginPost } from '../same-origin.js';

/** What every page of a login asks of a request first: whose it is, and whether it comes from where it has to. */
@Injectable()
export class LoginRequests {
  private readonly addressOfRequest: ReturnType<typeof clientAddresses>;

  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly tenants: TenantStore,
    private readonly interactions: LoginInteractions,
  ) {
    this.addressOfRequest = clientAddresses(settings.TRUSTED_PROXIES);
  }

  /** @throws CountersignError `request.not_found`; `login.refused` while the operator has suspended the tenant */
  async tenantOf(name: string): Promise<Tenant> {
    const tenant = await this.tenants.findByName(name);
    if (tenant === null) throw new CountersignError('request.not_found');
    if (await this.tenants.isSuspended(tenant.id)) throw new CountersignError('login.refused');
    return tenant;
  }

  /**
   * The interaction that an address names, when the browser has the cookie of it and it is of this tenant.
   * @throws CountersignError `login.ended`
   */
  async interactionOf(
    tenant: Tenant,
    uid: string,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<LoginInteraction> {
    const interaction = await this.interactions.find(request.raw, reply.raw);
    if (interaction?.uid !== uid || interaction.tenantId !== tenant.id) throw new CountersignError('login.ended');
    return interaction;
  }

  /** @throws CountersignError `sign_in.foreign_origin` when the form was not posted from a page of ours */
  requireOwnPage({ headers }: FastifyRequest): void {
    const site = headers['sec-fetch-site'];
    const posted = { site: typeof site === 'string' ? site : undefined, origin: headers.origin };
    if (!isSameOriginPost(posted, this.settings.PUBLIC_URL)) throw new CountersignError('sign_in.foreign_origin');
  }

  addressOf({ raw }: FastifyRequest): string {
    return this.addressOfRequest(raw);
  }
}

/** The one value of a field of a posted form; null when it is missing, comes twice, or holds a NUL, which no database takes for text. */
export function formField(body: unknown, name: string): string | null {
  const [value = null, ...more] = body instanceof URLSearchParams ? body.getAll(name) : [];
  return more.length > 0 || value?.includes('\0') === true ? null : value;
}
