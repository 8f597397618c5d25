import type { Adapter, AdapterPayload } from 'oidc-provider';
import type { ClientCertificates } from '../../access/client-certificates.js';
import type { LoginsOfSessions } from '../../access/logins-of-sessions.js';
import type { RegisteredClients } from '../../oauth-clients/registered-client.store.js';
import type { ArtifactSubject, NewArtifact } from '../artifacts/artifact.js';
import type { ArtifactStore } from '../artifacts/artifact.store.js';
import type { PresentedJwts } from '../revocation/presented-jwts.js';
import { loginOfSession } from '../sessions/login-of-session.js';
import type { SessionStore } from '../sessions/session.store.js';
import type { SessionEndings } from '../sessions/session-endings.js';
import { clientMetadata, registeredClient, sharedMetadata } from './client-metadata.js';
import type { OidcProvider } from './load-oidc-provider.js';
import { requestNotes } from './request-notes.js';
import type { TokenIssue } from './token-issue.js';

interface AdapterParts {
  readonly library: OidcProvider;
  readonly artifacts: ArtifactStore;
  readonly clients: RegisteredClients;
  readonly presented: PresentedJwts;
  readonly certificates: ClientCertificates;
  readonly sessions: SessionStore;
  readonly issue: TokenIssue;
  readonly endings: SessionEndings;
  readonly logins: LoginsOfSessions;
}

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/**
 * Where oidc-provider keeps what it makes: everything in one table of ours, clients in theirs. A code is redeemed and a refresh
 * token used once, whoever else tries in whatever instance: one conditional statement decides.
 */
export class OAuthAdapter implements Adapter {
  constructor(
    private readonly kind: string,
    private readonly parts: AdapterParts,
  ) {}

  async find(id: string): Promise<AdapterPayload | undefined> {
    const { artifacts, presented, library } = this.parts;
    if (this.kind === 'Client') return this.findClient(id);
    const verified = presented.payloadOf(library.Provider.ctx, this.kind, id);
    if (verified !== null) return verified;
    const found = await artifacts.find(this.kind, id);
    if (found === null) return undefined;
    const notes = requestNotes(library.Provider.ctx);
    if (this.kind === 'Session' && notes !== null && found.payload.uid !== undefined)
      notes.session = { id, uid: found.payload.uid };
    return {
      ...(this.kind === 'Interaction' ? await this.withoutEndedLogin(found.payload) : found.payload),
      jti: id,
      ...(this.kind === 'Session' ? { exp: Math.floor(found.expiresAt.getTime() / 1000) } : {}),
      ...(found.consumedAt === null ? {} : { consumed: Math.floor(found.consumedAt.getTime() / 1000) }),
    };
  }

  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    const found = await this.parts.artifacts.findSession(uid);
    if (found === null) return undefined;
    return { ...found.payload, exp: Math.floor(found.expiresAt.getTime() / 1000) };
  }

  /** There is no device flow. */
  findByUserCode(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  async upsert(id: string, payload: AdapterPayload, expiresIn: number): Promise<void> {
    const { library, artifacts } = this.parts;
    const expiresAt = new Date((payload.exp ?? Math.floor(Date.now() / 1000) + expiresIn) * 1000);
    const subject = this.subjectOf(payload);
    const kept = this.kind === 'Session' ? ({ ...payload, tenantId: subject.tenantId } as AdapterPayload) : payload;
    const startedAt =
      this.kind === 'Session' && payload.loginTs !== undefined ? new Date(payload.loginTs * 1000) : null;
    const artifact = { kind: this.kind, id, subject, payload: kept, expiresAt, startedAt };
    const notes = requestNotes(library.Provider.ctx);
    if (this.kind === 'Session' && notes?.session !== undefined && notes.session.uid === payload.uid) {
      if (!(await artifacts.keepSession(notes.session.id, artifact)))
        throw new library.errors.SessionNotFound('the session has ended meanwhile');
      notes.session = { id, uid: payload.uid };
      await this.refuseEndedLogin(id, kept);
      return;
    }
    if (this.kind !== 'RefreshToken' || notes?.rotated === undefined) {
      await artifacts.save(artifact);
      if (this.kind === 'Session') await this.refuseEndedLogin(id, kept);
      return;
    }
    const { rotated } = notes;
    delete notes.rotated;
    notes.finishRotation = () => this.replaceRefreshToken(rotated, artifact);
  }

  /** The last thing of a refresh: whatever fails before leaves the client with the token that it has. */
  private async replaceRefreshToken(replaced: string, artifact: NewArtifact): Promise<void> {
    const { library, artifacts, sessions } = this.parts;
    if (!(await artifacts.replace('RefreshToken', replaced, artifact)))
      throw new library.errors.InvalidGrant('refresh token already used');
    const { client } = library.Provider.ctx?.oidc ?? {};
    const { sessionUid } = artifact.subject;
    // Whoever works in the console uses the session, though only tokens are renewed.
    if (client !== undefined && registeredClient(client).firstParty && sessionUid !== null)
      await sessions.touch(sessionUid);
  }

  /** A refresh token is consumed by the statement that saves the next one: neither is lost if the process dies between. */
  async consume(id: string): Promise<void> {
    const { library, artifacts } = this.parts;
    const notes = requestNotes(library.Provider.ctx);
    if (this.kind === 'RefreshToken' && notes !== null) {
      notes.rotated = id;
      return;
    }
    if (!(await artifacts.consume(this.kind, id))) throw new library.errors.InvalidGrant('already used');
  }

  async destroy(id: string): Promise<void> {
    const { artifacts, presented, library } = this.parts;
    if (await presented.revoke(library.Provider.ctx, this.kind, id)) return;
    const { route, session } = library.Provider.ctx?.oidc ?? {};
    // It goes on under another id, which the save that follows gives it.
    if (this.kind === 'Session' && session !== undefined && session.jti !== id && this.isStored(id)) return;
    if (this.kind === 'Session' && route === 'end_session_confirm' && session !== undefined) await this.logOut(session);
    await artifacts.destroy(this.kind, id);
  }

  /** Whether the session of this request is stored under an id. */
  private isStored(id: string): boolean {
    return requestNotes(this.parts.library.Provider.ctx)?.session?.id === id;
  }

  /** Whoever answers afterwards is told which login was left. */
  private async logOut(session: { readonly uid: string }): Promise<void> {
    const { endings, library } = this.parts;
    const notes = requestNotes(library.Provider.ctx);
    const left = loginOfSession(session);
    if ((await endings.logOut(session.uid)) && left !== null && notes !== null) notes.leftLogin = left;
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    await this.parts.artifacts.destroyOfGrant(this.kind, grantId);
  }

  /** Whose sessions were all ended since they have logged in is not let in by a login that nobody had gone on with yet. */
  private async withoutEndedLogin(payload: AdapterPayload): Promise<AdapterPayload> {
    const { result, ...asked } = payload;
    const { accountId, at } = (result?.['login'] ?? {}) as { readonly accountId?: string; readonly at?: number };
    if (accountId === undefined || at === undefined) return payload;
    return (await this.parts.sessions.endedSince(accountId, new Date(at))) ? asked : payload;
  }

  /** A session that begins with this request ends at once where its login has ended meanwhile. */
  private async refuseEndedLogin(id: string, session: AdapterPayload): Promise<void> {
    const { library, artifacts, logins } = this.parts;
    const begunWith = library.Provider.ctx?.oidc.result?.login?.['loginId'];
    const login = loginOfSession(session);
    if (login === null || login.loginId !== begunWith || (await logins.stands(login))) return;
    await artifacts.destroy('Session', id);
    throw new library.errors.SessionNotFound('the login of the session has ended meanwhile');
  }

  private async findClient(id: string): Promise<AdapterPayload | undefined> {
    const { clients, certificates, issue, library } = this.parts;
    const { ctx } = library.Provider;
    const notes = requestNotes(ctx);
    const client = await clients.find(id);
    if (client === null) return undefined;
    if (notes !== null && ctx?.oidc.route === 'token') notes.issueJudge ??= issue.judgeFor(client);
    if (notes !== null && client.authentication.method === 'tls_client_auth')
      notes.judge = await certificates.judgeFor(client.tenantId);
    return notes?.assertionAlone === true ? clientMetadata(client, true) : sharedMetadata(client);
  }

  private subjectOf(payload: AdapterPayload): ArtifactSubject {
    const { Provider } = this.parts.library;
    const oidc = Provider.ctx?.oidc;
    const client = oidc?.client === undefined ? null : registeredClient(oidc.client);
    const isSession = this.kind === 'Session';
    const isGrant = this.kind === 'Grant';
    const sessionUid = isSession ? payload.uid : (payload.sessionUid ?? (isGrant ? oidc?.session?.uid : undefined));
    const before = text(payload['tenantId']);
    // Whoever logs out may name a client of another tenant: the session stays of its own.
    const isLeft = isSession && oidc?.route.startsWith('end_session') === true;
    return {
      tenantId: (isLeft ? before : null) ?? client?.tenantId ?? before,
      clientId: text(payload.clientId),
      userId: text(payload.accountId),
      grantId: isGrant ? text(payload.jti) : text(payload.grantId),
      sessionUid: text(sessionUid),
      withSession: isGrant && client?.firstParty === true,
    };
  }
}
