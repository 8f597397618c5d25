import { Body, Controller, Get, Inject, Param, Post, Query, Req, Res, UseFilters } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { nameOutside } from '../../access/default-tenant.js';
import { type LoginInteraction, LoginInteractions, loginPath } from '../../access/login-interactions.js';
import { Public } from '../../access/require-scope.js';
import type { Tenant } from '../../access/tenant.store.js';
import { abandonedBindingCookies } from '../../attempts/binding-cookie.js';
import type { Settings } from '../../config/settings.js';
import { SETTINGS } from '../../config/settings.token.js';
import { CountersignError } from '../../errors/countersign-error.js';
import { ApiExcludeController } from '../../http/described.js';
import { Mails } from '../../mail/mails.js';
import { authorizationOrigin } from '../../providers/authorization-origin.js';
import { ConsoleLinks } from '../../user-logins/console-links/console-links.js';
import { signInCookie, signInCookieName } from '../../user-logins/console-links/sign-in-cookie.js';
import { LoginDescriber } from '../../user-logins/logins/describe-login.js';
import { LoginFinisher } from '../../user-logins/logins/finish-login.js';
import { PasswordLogin } from '../../user-logins/logins/password-login.js';
import { SecondFactorLogin } from '../../user-logins/logins/second-factor-login.js';
import { ProviderLoginStarter } from '../../user-logins/logins/start-provider-login.js';
import type { LoginNotice } from '../../user-logins/logins/user-login.js';
import { chooseLanguage } from '../language.js';
import { sendRedirect, setCookies } from '../send-redirect.js';
import { LoginPageFilter } from './login-page.filter.js';
import { LoginPages } from './login-pages.js';
import { formField, LoginRequests } from './login-requests.js';

const nameSchema = z.string();

/** Status of a page that shows why a try did not succeed. */
const REFUSED = 401;

interface Opened {
  readonly tenant: Tenant;
  readonly interaction: LoginInteraction;
}

/** The pages on which people of a tenant log in, for an application that asks for it. */
@ApiExcludeController()
@Public()
@UseFilters(LoginPageFilter)
@Controller('login/:tenant/requests/:uid')
export class LoginController {
  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly requests: LoginRequests,
    private readonly interactions: LoginInteractions,
    private readonly describer: LoginDescriber,
    private readonly passwords: PasswordLogin,
    private readonly factors: SecondFactorLogin,
    private readonly providers: ProviderLoginStarter,
    private readonly finisher: LoginFinisher,
    private readonly links: ConsoleLinks,
    private readonly mails: Mails,
    private readonly pages: LoginPages,
  ) {}

  @Get()
  async show(
    @Param('tenant', { schema: nameSchema }) tenantName: string,
    @Param('uid', { schema: nameSchema }) uid: string,
    @Query('again', { schema: z.string().optional() }) again: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const opened = await this.open(tenantName, uid, request, reply);
    const login = await this.describer.find(opened.tenant.id, uid);
    const byLink = login === null && (await this.byConsoleLink(opened, request, reply));
    if (byLink || login?.stage === 'authenticated' || login?.stage === 'finished') {
      await this.goOn(opened, request, reply);
      return;
    }
    if (login?.stage === 'second_factor' && again === undefined) {
      await this.showSecondFactor(opened, null, request, reply);
      return;
    }
    const { provider } = opened.interaction;
    if (provider !== null && login === null && again === undefined)
      await this.toProvider(opened, provider, request, reply);
    else await this.showLogIn(opened, login?.failure ?? null, '', request, reply);
  }

  @Post('password')
  async password(
    @Param('tenant', { schema: nameSchema }) tenantName: string,
    @Param('uid', { schema: nameSchema }) uid: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    this.requests.requireOwnPage(request);
    const opened = await this.open(tenantName, uid, request, reply);
    const email = formField(body, 'email') ?? '';
    const result = await this.passwords.logIn({
      tenantId: opened.tenant.id,
      interaction: uid,
      email,
      password: formField(body, 'password') ?? '',
      address: this.requests.addressOf(request),
    });
    if (result === 'refused') await this.showLogIn(opened, 'password_refused', email, request, reply);
    else if (result === 'second_factor') sendRedirect(reply, this.address(opened));
    else await this.goOn(opened, request, reply);
  }

  @Post('second-factor')
  async secondFactor(
    @Param('tenant', { schema: nameSchema }) tenantName: string,
    @Param('uid', { schema: nameSchema }) uid: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    this.requests.requireOwnPage(request);
    const opened = await this.open(tenantName, uid, request, reply);
    const passkey = formField(body, 'passkey');
    const right = await this.factors.logIn({
      tenantId: opened.tenant.id,
      interaction: uid,
      given: passkey === null ? { code: formField(body, 'code') ?? '' } : { passkey },
      address: this.requests.addressOf(request),
    });
    if (right) await this.goOn(opened, request, reply);
    else await this.showSecondFactor(opened, 'second_factor_refused', request, reply);
  }

  @Post('provider')
  async provider(
    @Param('tenant', { schema: nameSchema }) tenantName: string,
    @Param('uid', { schema: nameSchema }) uid: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    this.requests.requireOwnPage(request);
    const opened = await this.open(tenantName, uid, request, reply);
    await this.toProvider(opened, formField(body, 'provider') ?? '', request, reply);
  }

  /** Where a callback leads: only the browser with the cookie of the interaction is logged in by it. */
  @Get('finish')
  async finish(
    @Param('tenant', { schema: nameSchema }) tenantName: string,
    @Param('uid', { schema: nameSchema }) uid: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    // The server takes HEAD for a GET without body; it must not finish in place of the visit that follows.
    if (request.method === 'HEAD') throw new CountersignError('request.method_not_allowed');
    await this.goOn(await this.open(tenantName, uid, request, reply), request, reply);
  }

  private async open(tenantName: string, uid: string, request: FastifyRequest, reply: FastifyReply): Promise<Opened> {
    const tenant = await this.requests.tenantOf(tenantName);
    return { tenant, interaction: await this.requests.interactionOf(tenant, uid, request, reply) };
  }

  /** Whether a link to the console, which this browser has used, says who it is. */
  private async byConsoleLink(opened: Opened, request: FastifyRequest, reply: FastifyReply): Promise<boolean> {
    const { PUBLIC_URL: publicUrl } = this.settings;
    const secret = request.cookies[signInCookieName(publicUrl)];
    if (secret === undefined || request.method === 'HEAD') return false;
    setCookies(reply, [signInCookie(null, publicUrl)]);
    return this.links.logIn({ tenantId: opened.tenant.id, interaction: opened.interaction.uid }, secret);
  }

  private address({ tenant, interaction }: Opened): string {
    return `${this.settings.PUBLIC_URL}${loginPath(tenant.name, interaction.uid)}`;
  }

  private async goOn({ tenant, interaction }: Opened, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const completed = await this.finisher.finish({
      tenantId: tenant.id,
      interaction: interaction.uid,
      clientId: interaction.client.id,
      address: this.requests.addressOf(request),
    });
    sendRedirect(reply, await this.interactions.complete(request.raw, reply.raw, completed));
  }

  private async toProvider(
    opened: Opened,
    providerName: string,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const started = await this.providers.start({
      tenantId: opened.tenant.id,
      interaction: opened.interaction.uid,
      providerName,
      language: chooseLanguage(null, request.headers['accept-language']),
    });
    if (started === null) {
      // The page says what the login has noted; with `again`, or it would go to the provider once more.
      sendRedirect(reply, `${this.address(opened)}?again`);
      return;
    }
    const abandoned = abandonedBindingCookies(Object.keys(request.cookies), this.settings.PUBLIC_URL);
    sendRedirect(reply, started.authorizationUrl, [...abandoned, started.cookie]);
  }

  private async showLogIn(
    { tenant, interaction }: Opened,
    failure: LoginNotice | null,
    email: string,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const described = await this.describer.describe(tenant.id);
    const { host } = new URL(this.settings.PUBLIC_URL);
    await this.pages.send(request, reply, failure === null ? 200 : REFUSED, tenant, {
      kind: 'log-in',
      tenant: nameOutside(tenant) ?? host,
      client: interaction.client.name,
      host,
      path: loginPath(tenant.name, interaction.uid),
      providers: described.providers.map((provider) => ({
        name: provider.name,
        displayName: provider.configuration.displayName,
        origin: authorizationOrigin(provider),
      })),
      withPassword: described.withPassword,
      resetPath: this.mails.available ? `/login/${tenant.name}/reset` : null,
      email: email === '' ? (interaction.loginHint ?? '') : email,
      failure,
    });
  }

  private async showSecondFactor(
    { tenant, interaction }: Opened,
    failure: LoginNotice | null,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const login = await this.describer.find(tenant.id, interaction.uid);
    if (login === null) throw new CountersignError('login.ended');
    await this.pages.send(request, reply, failure === null ? 200 : REFUSED, tenant, {
      kind: 'second-factor',
      path: loginPath(tenant.name, interaction.uid),
      passkeyRequest: await this.factors.passkeyRequest(login),
      failure,
    });
  }
}
