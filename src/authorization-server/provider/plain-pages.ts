import { Injectable } from '@nestjs/common';
import type { ErrorOut, KoaContextWithOIDC } from 'oidc-provider';
import { AuthorizationServerPages } from './provider-parts.js';

/** Answers without a page. Stands until pages are rendered for people. */
@Injectable()
export class PlainPages extends AuthorizationServerPages {
  override error(ctx: KoaContextWithOIDC, out: ErrorOut): void {
    ctx.type = 'json';
    ctx.body = out;
  }

  override logout(ctx: KoaContextWithOIDC): void {
    ctx.type = 'text';
    ctx.body = 'Log out';
  }

  override loggedOut(ctx: KoaContextWithOIDC): void {
    ctx.type = 'text';
    ctx.body = 'You are logged out';
  }
}
