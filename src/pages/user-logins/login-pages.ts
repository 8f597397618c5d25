import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Tenant } from '../../access/tenant.store.js';
import { BrandOfTenant } from '../../branding/brand-of-tenant.js';
import { chooseLanguage } from '../language.js';
import { sendPage } from '../send-page.js';
import type { LoginPage } from './login-page.js';
import { LoginPageRenderer } from './render-login-page.js';

/** Answers with pages of a login, in the browser's language and as the tenant wants them to look. */
@Injectable()
export class LoginPages {
  constructor(
    private readonly renderer: LoginPageRenderer,
    private readonly brands: BrandOfTenant,
  ) {}

  async send(
    request: FastifyRequest,
    reply: FastifyReply,
    status: number,
    tenant: Pick<Tenant, 'id'>,
    page: LoginPage,
  ): Promise<void> {
    const language = chooseLanguage(null, request.headers['accept-language']);
    sendPage(reply, status, this.renderer.render(page, language, await this.brands.byId(tenant.id)));
  }
}
