import { keep, kept } from '../frame/preferences.js';
import { consolePath, publicPath } from '../public-path.js';
import type { Authentication, AuthenticationState } from './authentication.js';
import { answerBeside, handOver, stateBeside } from './beside.js';
import { DpopKey, randomText, sha256Base64url } from './dpop-key.js';
import { knownScopes } from './known-scopes.js';
import { rememberSignIn, takeSignIn } from './pending-sign-in.js';
import { askForTokens, SignInRefused, type Tokens } from './token-endpoint.js';

const base = `${location.origin}${publicPath}`;
const redirectUri = `${base}/console/`;
/** A token is renewed so long before it ends. */
const AHEAD = 30_000;
const FALLBACK_TENANT = 'default';

const clientOf = (tenant: string): string => `console.${tenant}`;

/** Whose login page somebody comes from who went there first: that is the console that they are sent to. */
function tenantOfLogin(state: string | null): string | null {
  return /^tenant:([a-z0-9-]{1,63})$/.exec(state ?? '')?.[1] ?? null;
}

/** Claims of an ID token that came over our own connection from our own server: read for the masthead, believed for nothing. */
function claimsOf(idToken: string | null): Readonly<Record<string, unknown>> {
  const [, payload = ''] = (idToken ?? '').split('.');
  if (payload === '') return {};
  const bytes = Uint8Array.from(atob(payload.replaceAll('-', '+').replaceAll('_', '/')), (letter) =>
    letter.charCodeAt(0),
  );
  return JSON.parse(new TextDecoder().decode(bytes)) as Readonly<Record<string, unknown>>;
}

/**
 * Authorization Code with PKCE at our own authorization server, as a public client of the tenant's. Tokens are bound to a key that the
 * browser keeps (DPoP) and stand in memory only: a reload and a new tab go through the authorization endpoint again.
 */
export class OAuthAuthentication implements Authentication {
  private readonly listeners = new Set<() => void>();
  private key: DpopKey | null = null;
  private tokens: Tokens | null = null;
  private renewing: Promise<boolean> | null = null;
  /** Whose screens these are, once that is known. */
  private subject: unknown;
  private waitingBeside: AbortController | null = null;
  private tenant = kept('tenant') ?? FALLBACK_TENANT;
  state: AuthenticationState = { status: 'starting' };

  /** Finishes a sign-in that comes back, or begins one. */
  async start(): Promise<void> {
    const answer = new URLSearchParams(location.search);
    if (handOver(answer)) {
      // Where the browser does not let a tab close itself, this one is a console as well: the session lives.
      window.close();
      history.replaceState(null, '', `${consolePath}/`);
      await this.begin();
      return;
    }
    const loggedInAt = answer.has('error') ? null : tenantOfLogin(answer.get('state'));
    if (loggedInAt !== null) {
      this.tenant = loggedInAt;
      history.replaceState(null, '', `${consolePath}/`);
      await this.begin();
      return;
    }
    const pending = answer.has('state') ? takeSignIn() : null;
    if (pending === null && !answer.has('error') && !answer.has('code')) {
      await this.begin();
      return;
    }
    history.replaceState(null, '', pending?.returnTo ?? `${consolePath}/`);
    const code = answer.get('code');
    if (pending === null || answer.get('state') !== pending.state || code === null) {
      this.become({ status: 'signed-out', fault: answer.get('error_description') ?? answer.get('error') });
      return;
    }
    this.tenant = pending.tenant;
    try {
      this.key = await DpopKey.make();
      await this.ask({
        grant_type: 'authorization_code',
        code,
        redirect_uri: redirectUri,
        code_verifier: pending.verifier,
      });
      keep('tenant', this.tenant);
    } catch (error) {
      this.become({ status: 'signed-out', fault: error instanceof SignInRefused ? error.message : String(error) });
    }
  }

  subscribe(changed: () => void): () => void {
    this.listeners.add(changed);
    return () => this.listeners.delete(changed);
  }

  async headersFor(method: string, url: string): Promise<Readonly<Record<string, string>>> {
    if (this.tokens !== null && Date.now() > this.tokens.endsAt - AHEAD) await this.renew();
    if (this.tokens === null || this.key === null) return {};
    const { accessToken } = this.tokens;
    return { authorization: `DPoP ${accessToken}`, dpop: await this.key.proof(method, url, accessToken) };
  }

  /** One refresh for all who ask meanwhile: two at once would be taken for a theft, and end the session. */
  renew(): Promise<boolean> {
    this.renewing ??= this.refresh().finally(() => {
      this.renewing = null;
    });
    return this.renewing;
  }

  signIn(tenant: string = this.tenant): void {
    this.tenant = tenant;
    void this.begin();
  }

  signInBeside(): void {
    // Opened at once, while the browser knows that somebody has asked for it; another tab that was opened before waits in vain.
    const tab = window.open('', '_blank');
    this.waitingBeside?.abort();
    this.waitingBeside = new AbortController();
    const pending = { state: stateBeside(), verifier: randomText() };
    void answerBeside(pending.state, this.waitingBeside.signal).then((answer) => this.goOn(answer, pending.verifier));
    void this.addressOf(pending, {}).then((address) => {
      if (tab === null) this.signIn();
      else tab.location.href = address;
    });
  }

  signInAgain(): void {
    void this.begin({ prompt: 'login' });
  }

  signOut(): void {
    this.tokens = null;
    this.key = null;
    location.assign(`${publicPath}/oauth/session/end?client_id=${encodeURIComponent(clientOf(this.tenant))}`);
  }

  private async begin(more: Readonly<Record<string, string>> = {}): Promise<void> {
    const pending = {
      state: randomText(),
      verifier: randomText(),
      tenant: this.tenant,
      returnTo: `${location.pathname}${location.search}`,
    };
    rememberSignIn(pending);
    location.assign(await this.addressOf(pending, more));
  }

  private async addressOf(
    { state, verifier }: { readonly state: string; readonly verifier: string },
    more: Readonly<Record<string, string>>,
  ): Promise<string> {
    const parameters = new URLSearchParams({
      client_id: clientOf(this.tenant),
      response_type: 'code',
      redirect_uri: redirectUri,
      scope: ['openid', 'profile', 'email', ...knownScopes].join(' '),
      state,
      code_challenge: await sha256Base64url(verifier),
      code_challenge_method: 'S256',
      ...more,
    });
    return `${publicPath}/oauth/auth?${parameters.toString()}`;
  }

  /** With the code that another tab has got. Refused, the session stays ended. */
  private async goOn(answer: URLSearchParams, verifier: string): Promise<void> {
    const code = answer.get('code');
    if (code === null) return;
    const parameters = { grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: verifier };
    await this.ask(parameters).catch(() => undefined);
  }

  private async refresh(): Promise<boolean> {
    const refreshToken = this.tokens?.refreshToken ?? null;
    try {
      if (refreshToken === null) throw new SignInRefused('the session has ended');
      await this.ask({ grant_type: 'refresh_token', refresh_token: refreshToken });
      return true;
    } catch (error) {
      if (!(error instanceof SignInRefused)) return false;
      this.tokens = null;
      const { state } = this;
      if (state.status === 'signed-in') this.become({ status: 'ended', person: state.person });
      else if (state.status !== 'ended') this.become({ status: 'signed-out', fault: null });
      return false;
    }
  }

  private async ask(parameters: Record<string, string>): Promise<void> {
    if (this.key === null) throw new SignInRefused('the session has ended');
    const asked = { ...parameters, client_id: clientOf(this.tenant) };
    const tokens = await askForTokens(`${base}/oauth/token`, this.key, asked);
    this.tokens = { ...tokens, refreshToken: tokens.refreshToken ?? this.tokens?.refreshToken ?? null };
    if (this.state.status === 'signed-in') return;
    const claims = claimsOf(tokens.idToken);
    // Somebody else's screens are nothing for whoever has signed in now.
    if (this.state.status === 'ended' && claims['sub'] !== this.subject) location.reload();
    this.subject = claims['sub'];
    const name = [claims['name'], claims['email'], claims['sub']].find((claim) => typeof claim === 'string') ?? '';
    this.become({
      status: 'signed-in',
      person: { name, tenant: this.tenant, scopes: tokens.scopes },
    });
  }

  private become(state: AuthenticationState): void {
    this.state = state;
    for (const changed of this.listeners) changed();
  }
}
