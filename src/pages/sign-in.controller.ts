import { Body, Controller, Get, Headers, Inject, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Public } from '../access/require-scope.js';
import { abandonedBindingCookies } from '../attempts/binding-cookie.js';
import { BrandOfTenant } from '../branding/brand-of-tenant.js';
import type { Settings } from '../config/settings.js';
import { SETTINGS } from '../config/settings.token.js';
import { CountersignError } from '../errors/countersign-error.js';
import { ApiExcludeController } from '../http/described.js';
import { type DescribedSignIn, SignInDescriber } from '../signer-authentications/sign-in/describe-sign-in.js';
import { StartSignIn } from '../signer-authentications/sign-in/start.js';
import { chooseLanguage } from './language.js';
import { maskRecipient } from './masking.js';
import { PageFilter } from './page.filter.js';
import type { ChoosePage } from './page.js';
import { PageRenderer } from './render-page.js';
import { isSameOriginPost } from './same-origin.js';
import { sendPage } from './send-page.js';
import { sendRedirect } from './send-redirect.js';

const tokenSchema = z.string();

/**
 * Every origin that posting the form may lead to: browsers apply `form-action` to the whole chain of redirects. A provider may
 * pass the browser on to hosts that only it knows (a broker to the bank, a tenant to its own login), so any https address has
 * to do besides the known origins; plain http is named only where a known origin uses it.
 */
function formActionOrigins({ providers, returnUrl }: DescribedSignIn, publicUrl: string): string[] {
  const known = providers.flatMap(({ origin }) => origin ?? []);
  const undiscoveredOverHttp =
    providers.some(({ origin }) => origin === null) && publicUrl.startsWith('http:') ? ['http:'] : [];
  return [
    ...known,
    publicUrl,
    ...(returnUrl === null ? [] : [new URL(returnUrl).origin]),
    'https:',
    ...undiscoveredOverHttp,
  ];
}

/** The page on which a signer chooses a provider, and the start of the login there. */
@ApiExcludeController()
@Public()
@UseFilters(PageFilter)
@Controller('sign-in')
export class SignInController {
  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly describer: SignInDescriber,
    private readonly starter: StartSignIn,
    private readonly renderer: PageRenderer,
    private readonly brands: BrandOfTenant,
  ) {}

  @Get(':token')
  async choose(
    @Param('token', { schema: tokenSchema }) token: string,
    @Headers('accept-language') acceptLanguage: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const described = await this.describer.describe(token);
    if (described.providers.length === 0) throw new CountersignError('sign_in.provider_disabled');
    const page: ChoosePage = {
      kind: 'choose',
      envelopeName: described.envelopeName,
      requestedBy: described.requestedBy,
      recipient: maskRecipient(described.recipient),
      providers: described.providers,
      formAction: `/sign-in/${token}`,
      formActionOrigins: formActionOrigins(described, this.settings.PUBLIC_URL),
      expiresAt: described.expiresAt,
      returnUrl: described.returnUrl,
    };
    const brand = await this.brands.byId(described.tenantId);
    const language = chooseLanguage(described.recipient.language, acceptLanguage);
    sendPage(reply, 200, this.renderer.render(page, language, brand));
  }

  @Post(':token')
  async start(
    @Param('token', { schema: tokenSchema }) token: string,
    @Headers() headers: Readonly<Record<string, string | undefined>>,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const posted = { site: headers['sec-fetch-site'], origin: headers['origin'] };
    if (!isSameOriginPost(posted, this.settings.PUBLIC_URL)) throw new CountersignError('sign_in.foreign_origin');
    const chosen = body instanceof URLSearchParams ? body.getAll('provider') : [];
    if (chosen.length !== 1 || chosen[0] === undefined) throw new CountersignError('sign_in.provider_not_offered');
    const { authorizationUrl, cookie } = await this.starter.start(
      token,
      chosen[0],
      chooseLanguage(null, headers['accept-language']),
    );
    const abandoned = abandonedBindingCookies(Object.keys(request.cookies), this.settings.PUBLIC_URL);
    sendRedirect(reply, authorizationUrl, [...abandoned, cookie]);
  }
}
