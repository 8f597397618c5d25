import { Inject, Injectable } from '@nestjs/common';
import type { Settings } from '../../config/settings.js';
import { SETTINGS } from '../../config/settings.token.js';
import { RegisteredClients } from '../../oauth-clients/registered-client.store.js';
import { ArtifactStore } from '../artifacts/artifact.store.js';
import { cookiesOf } from '../cookies.js';

/** Keeps sessions to their tenant. */
@Injectable()
export class SessionCookies {
  private readonly name: string;

  constructor(
    private readonly clients: RegisteredClients,
    private readonly artifacts: ArtifactStore,
    @Inject(SETTINGS) settings: Settings,
  ) {
    this.name = cookiesOf(settings.PUBLIC_URL).names?.session ?? '';
  }

  /** The cookies of an authorization request; without the session's where that is of another tenant than the client: there it is none. */
  async ofThisTenant(url: string, cookies: string | undefined): Promise<string | undefined> {
    if (cookies === undefined) return undefined;
    const parts = cookies.split(';').map((part) => part.trim());
    const session = parts.find((part) => part.startsWith(`${this.name}=`))?.slice(this.name.length + 1);
    const clientId = new URLSearchParams(url.split('?')[1] ?? '').get('client_id');
    if (session === undefined || clientId === null) return cookies;
    const [stored, client] = await Promise.all([this.artifacts.find('Session', session), this.clients.find(clientId)]);
    if (stored?.tenantId == null || client === null || stored.tenantId === client.tenantId) return cookies;
    const left = parts.filter((part) => !part.startsWith(`${this.name}=`));
    return left.length === 0 ? undefined : left.join('; ');
  }
}
