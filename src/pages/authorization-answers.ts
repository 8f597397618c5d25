import { Injectable } from '@nestjs/common';
import type { ErrorOut, KoaContextWithOIDC } from 'oidc-provider';
import { AuthorizationServerPages } from '../authorization-server/provider/provider-parts.js';
import { AuthorizationPage } from './authorization-page.js';
import { chooseLanguage } from './language.js';
import type { RenderedPage } from './page.js';

const attribute = (html: string, name: string): string => new RegExp(`${name}="([^"]*)"`).exec(html)?.[1] ?? '';

/** Answers with pages where oidc-provider answers a person. */
@Injectable()
export class AuthorizationAnswers extends AuthorizationServerPages {
  constructor(private readonly page: AuthorizationPage) {
    super();
  }

  override error(ctx: KoaContextWithOIDC, { error }: ErrorOut): void {
    const reference = ctx.response.get('x-request-id');
    answer(ctx, this.page.failed(error, reference === '' ? null : reference, languageOf(ctx)));
  }

  override logout(ctx: KoaContextWithOIDC, form: string): void {
    answer(ctx, this.page.logout(attribute(form, 'action'), attribute(form, 'value'), languageOf(ctx)));
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
