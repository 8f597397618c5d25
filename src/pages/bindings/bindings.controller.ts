import { Body, Controller, Get, Inject, Param, Post, Query, Req, Res, UseFilters } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { nameOutside } from '../../access/default-tenant.js';
import { Public } from '../../access/require-scope.js';
import { TenantStore } from '../../access/tenant.store.js';
import { abandonedBindingCookies, type BrowserCookie } from '../../attempts/binding-cookie.js';
import { BrandOfTenant } from '../../branding/brand-of-tenant.js';
import { maskEmail } from '../../claims/masked-recipient.js';
import type { Settings } from '../../config/settings.js';
import { SETTINGS } from '../../config/settings.token.js';
import { ApiExcludeController } from '../../http/described.js';
import { StartBinding } from '../../people/account-binding/start-binding.js';
import { LinkEndings } from '../../people/invitations/link-endings.js';
import { LinkResults } from '../../people/invitations/link-results.js';
import { type LinkStep, type OpenLink, UserLinkOpener } from '../../people/invitations/open-link.js';
import { AddressProof } from '../../people/invitations/prove-address.js';
import { authorizationOrigin } from '../../providers/authorization-origin.js';
import { chooseLanguage } from '../language.js';
import { sendPage } from '../send-page.js';
import { sendRedirect } from '../send-redirect.js';
import { formField, LoginRequests } from '../user-logins/login-requests.js';
import { BindingPageFilter } from './binding-page.filter.js';
import type { LinkPage } from './binding-page.js';
import { proofCookie, proofCookieName } from './proof-cookie.js';
import { BindingPageRenderer } from './render-binding-page.js';

const textSchema = z.string();

/** Status of a form that is to be filled in again. */
const UNACCEPTABLE = 422;

/**
 * What a user sees who sets up, or confirms, how they log in. The way: ask for a code, enter it, log in at the provider (or choose
 * a password), arrive at the result. A GET writes nothing.
 */
@ApiExcludeController()
@Public()
@UseFilters(BindingPageFilter)
@Controller('bindings')
export class BindingsController {
  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly requests: LoginRequests,
    private readonly opener: UserLinkOpener,
    private readonly proof: AddressProof,
    private readonly starter: StartBinding,
    private readonly endings: LinkEndings,
    private readonly results: LinkResults,
    private readonly tenants: TenantStore,
    private readonly brands: BrandOfTenant,
    private readonly renderer: BindingPageRenderer,
  ) {}

  @Get(':token')
  async show(
    @Param('token', { schema: textSchema }) token: string,
    @Query() query: Readonly<Record<string, unknown>>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const opened = await this.opener.open(token, this.browserOf(request, token));
    const step = opened.step === 'enter_code' && 'again' in query ? 'ask_for_code' : opened.step;
    await this.answer(request, reply, token, { ...opened, step }, null);
  }

  @Post(':token/code')
  async sendCode(
    @Param('token', { schema: textSchema }) token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    this.requests.requireOwnPage(request);
    const address = this.requests.addressOf(request);
    const { browser } = await this.proof.begin({ token, browser: undefined, address });
    this.backToLink(reply, token, [proofCookie(token, browser, this.settings.PUBLIC_URL)]);
  }

  @Post(':token')
  async enterCode(
    @Param('token', { schema: textSchema }) token: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    this.requests.requireOwnPage(request);
    const browser = this.browserOf(request, token);
    const from = { token, browser, address: this.requests.addressOf(request) };
    if (await this.proof.enter(from, formField(body, 'code') ?? '')) {
      this.backToLink(reply, token, []);
      return;
    }
    await this.answer(request, reply, token, await this.opener.open(token, browser), 'code_wrong');
  }

  @Post(':token/provider')
  async logIn(
    @Param('token', { schema: textSchema }) token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    this.requests.requireOwnPage(request);
    const language = chooseLanguage(null, request.headers['accept-language']);
    const started = await this.starter.start(token, this.browserOf(request, token), language);
    const abandoned = abandonedBindingCookies(Object.keys(request.cookies), this.settings.PUBLIC_URL);
    sendRedirect(reply, started.authorizationUrl, [...abandoned, started.cookie]);
  }

  @Post(':token/password')
  async choosePassword(
    @Param('token', { schema: textSchema }) token: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    this.requests.requireOwnPage(request);
    const browser = this.browserOf(request, token);
    const chosen = await this.endings.choosePassword(token, browser, formField(body, 'password') ?? '');
    if (typeof chosen === 'object') this.toResult(reply, chosen.linkId);
    else await this.answer(request, reply, token, await this.opener.open(token, browser), chosen);
  }

  @Post(':token/confirmation')
  async confirm(
    @Param('token', { schema: textSchema }) token: string,
    @Query() { settings }: Readonly<Record<string, unknown>>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    this.requests.requireOwnPage(request);
    const linkId = await this.endings.confirm(token, typeof settings === 'string' ? settings : '');
    if (linkId !== null) this.toResult(reply, linkId);
    else await this.answer(request, reply, token, await this.opener.open(token, undefined), 'settings_changed');
  }

  /** Public: it says nothing but how a login went. */
  @Get(':id/result')
  async result(
    @Param('id', { schema: z.uuid() }) id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { result, tenantId } = await this.results.read(id);
    const tenant = await this.tenants.findById(tenantId);
    const language = chooseLanguage(null, request.headers['accept-language']);
    const loginPath = tenant === null ? null : `/login/${tenant.name}`;
    const brand = await this.brands.byId(tenantId);
    sendPage(reply, 200, this.renderer.render({ kind: 'result', result, loginPath }, language, brand));
  }

  private async answer(
    request: FastifyRequest,
    reply: FastifyReply,
    token: string,
    opened: Omit<OpenLink, 'step'> & { readonly step: LinkStep },
    failure: LinkPage['failure'],
  ): Promise<void> {
    const { link, user, tenant, provider, step } = opened;
    const { PUBLIC_URL: publicUrl } = this.settings;
    const { host } = new URL(publicUrl);
    const origin = provider === null ? null : authorizationOrigin(provider);
    const plain = publicUrl.startsWith('http:') ? ['http:'] : [];
    const page: LinkPage = {
      kind: 'link',
      link: link.kind,
      step,
      needsCode: link.needsCode,
      tenant: nameOutside(tenant) ?? host,
      email: maskEmail(user.email),
      host,
      path: `/bindings/${token}`,
      provider:
        provider === null ? null : { name: provider.name, displayName: provider.configuration.displayName, origin },
      identitySettings: step === 'confirm' ? this.endings.settingsOf(opened) : null,
      failure,
      // The provider may pass the browser on to hosts that only it knows.
      formActionOrigins: [publicUrl, ...(origin === null ? plain : [origin]), 'https:'],
    };
    const language = chooseLanguage(user.language, request.headers['accept-language']);
    const brand = await this.brands.byId(tenant.id);
    sendPage(reply, failure === null ? 200 : UNACCEPTABLE, this.renderer.render(page, language, brand));
  }

  private browserOf({ cookies }: FastifyRequest, token: string): string | undefined {
    return cookies[proofCookieName(token, this.settings.PUBLIC_URL)];
  }

  private backToLink(reply: FastifyReply, token: string, cookies: readonly BrowserCookie[]): void {
    sendRedirect(reply, `${this.settings.PUBLIC_URL}/bindings/${token}`, cookies);
  }

  private toResult(reply: FastifyReply, linkId: string): void {
    sendRedirect(reply, `${this.settings.PUBLIC_URL}/bindings/${linkId}/result`);
  }
}
