import type { Authentication, AuthenticationState } from './authentication.js';

/**
 * Stands where no authorization server does yet: requests go out as the browser sends them, so that tests can add an
 * `Authorization` of their own on the way. There is nothing to type a key into.
 */
export class WithoutTokens implements Authentication {
  private readonly listeners = new Set<() => void>();
  state: AuthenticationState = { status: 'signed-in', person: { name: '', tenant: '', scopes: null } };

  subscribe(changed: () => void): () => void {
    this.listeners.add(changed);
    return () => this.listeners.delete(changed);
  }

  headersFor(): Promise<Readonly<Record<string, string>>> {
    return Promise.resolve({});
  }

  renew(): Promise<boolean> {
    this.state = { status: 'signed-out', fault: null };
    for (const changed of this.listeners) changed();
    return Promise.resolve(false);
  }

  signIn(): void {
    location.reload();
  }

  signOut(): void {
    void this.renew();
  }
}
