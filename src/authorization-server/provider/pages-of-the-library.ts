import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import type { AuthorizationServerPages } from './provider-parts.js';

/** The library adds the hash of its script to a `script-src` that it finds. What it posts to is the client's, so `form-action` says nothing. */
const POLICY = "default-src 'none';script-src;base-uri 'none';frame-ancestors 'none'";

/**
 * Two pages are the library's own, made of a form that posts itself. Whoever logs out and is logged in nowhere gets ours in place
 * of it, for there is nothing to confirm. That of `response_mode=form_post` (OAuth 2.0 Form Post Response Mode) runs its one script,
 * loads nothing, and is framed by nobody.
 */
export function keepToOwnPages(provider: Provider, pages: AuthorizationServerPages): void {
  provider.use(async (context, next) => {
    // `oidc` is there at every address that the library serves.
    const ctx = context as unknown as KoaContextWithOIDC;
    ctx.set('Content-Security-Policy', POLICY);
    await next();
    if (isLoggedOutAlready(ctx)) await pages.loggedOut(ctx);
    if (ctx.response.is('html') === false) ctx.remove('Content-Security-Policy');
    else ctx.set('X-Frame-Options', 'DENY');
  });
}

const isLoggedOutAlready = ({ oidc, status }: Partial<KoaContextWithOIDC>): boolean =>
  oidc?.route === 'end_session' && status === 200 && oidc.session?.accountId === undefined;
