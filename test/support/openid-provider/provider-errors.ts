import type { EventEmitter } from 'node:events';

/** One error as the provider saw it. */
export interface ProviderError {
  /** oidc-provider's event, for example `grant.error`. */
  readonly event: string;
  readonly message: string;
  readonly detail: string | undefined;
}

const EVENTS = [
  'authorization.error',
  'discovery.error',
  'end_session.error',
  'grant.error',
  'jwks.error',
  'pushed_authorization_request.error',
  'server_error',
  'userinfo.error',
] as const;

/** Appends every error of `provider` to `errors`. */
export function recordErrors(provider: EventEmitter, errors: ProviderError[]): void {
  for (const event of EVENTS) {
    provider.on(event, (_context: unknown, error: Error) => {
      errors.push({ event, message: error.message, detail: detailOf(error) });
    });
  }
}

function detailOf(error: Error): string | undefined {
  if ('error_detail' in error && typeof error.error_detail === 'string') return error.error_detail;
  return 'error_description' in error && typeof error.error_description === 'string'
    ? error.error_description
    : undefined;
}
