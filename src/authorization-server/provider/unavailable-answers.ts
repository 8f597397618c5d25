import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import { asUnavailable } from '../../database/as-unavailable.js';
import type { CountersignError } from '../../errors/countersign-error.js';

/**
 * Answers 503 with `Retry-After` while the database does not do its work, which oidc-provider would tell as a fault of ours (500).
 * Programs read `temporarily_unavailable`, which RFC 6749 §4.1.2.1 has for it; people keep the page.
 */
export function answerUnavailable(provider: Provider): void {
  const failed = new WeakMap<object, CountersignError>();
  provider.on('server_error', (ctx: KoaContextWithOIDC, error: unknown) => {
    const unavailable = asUnavailable(error);
    if (unavailable !== null) failed.set(ctx, unavailable);
  });
  provider.use(async (ctx, next) => {
    await next();
    const unavailable = failed.get(ctx);
    if (unavailable === undefined) return;
    ctx.status = 503;
    ctx.set({ ...unavailable.headers });
    if (ctx.response.is('json') !== false)
      ctx.body = { error: 'temporarily_unavailable', error_description: unavailable.detail };
  });
}
