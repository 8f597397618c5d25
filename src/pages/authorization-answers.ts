import { Injectable } from '@nestjs/common';
import type { ErrorOut, KoaContextWithOIDC } from 'oidc-provider';
import { LoginsOfSessions } from '../access/logins-of-sessions.js';
import { AuthorizationServerPages } from '../authorization-server/provider/provider-parts.js';
import { loginOfSession } from '../authorization-server/sessions/login-of-session.js';
import { asUnavailable } from '../database/as-unavailable.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { AuthorizationPage } from './authorization-page.js';
import { chooseLanguage } from './language.js';
import type { RenderedPage } from './page.js';
import { secondsIn } from './page-error.js';

const attribute = (html: string, name: string): string => new RegExp(`${name}="([^"]*)"`).exec(html)?.[1] ?? '';

/** Answers with pages where oidc-provider answers a person. */
@Injectable()
export class AuthorizationAnswers extends AuthorizationServerPages {
  constructor(
    private readonly page: AuthorizationPage,
    private readonly logins: LoginsOfSessions,
    private readonly unitOfWork: UnitOfWork,
  ) {
    super();
  }

  override error(ctx: KoaContextWithOIDC, { error }: ErrorOut, thrown: unknown): void {
    const reference = ctx.response.get('x-request-id');
    const waitSeconds = secondsIn(asUnavailable(thrown)?.headers['retry-after']);
    answer(ctx, this.page.failed(error, reference === '' ? null : reference, waitSeconds, languageOf(ctx)));
  }

  override async logout(ctx: KoaContextWithOIDC, form: string): Promise<void> {
    const goesOnTo = await this.goesOnTo(ctx);
    answer(ctx, this.page.logout(attribute(form, 'action'), attribute(form, 'value'), goesOnTo, languageOf(ctx)));
  }

  /** A provider where somebody logs out may pass the browser on to hosts that only it knows: then any https address has to do. */
  private async goesOnTo({ oidc }: KoaContextWithOIDC): Promise<readonly string[]> {
    const login = loginOfSession(oidc.session);
    const url = login === null ? null : await this.logins.logoutUrl(this.unitOfWork.lookups, login, '');
    return url === null ? [] : [new URL(url).origin, 'https:'];
  }

  override loggedOut(ctx: KoaContextWithOIDC): void {
    answer(ctx, this.page.loggedOut(languageOf(ctx)));
  }
}

const languageOf = (ctx: KoaContextWithOIDC) => chooseLanguage(null, ctx.get('accept-language'));

function answer(ctx: KoaContextWithOIDC, { html, headers }: RenderedPage): void {
  ctx.set({ ...headers });
  ctx.body = html;
}
