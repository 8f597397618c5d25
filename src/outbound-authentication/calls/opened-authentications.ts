import { Injectable } from '@nestjs/common';
import { boundedCache } from '../../caches/bounded-cache.js';
import type { Lookups } from '../../database/transaction.js';
import { CountersignError } from '../../errors/countersign-error.js';
import { presented, whyNoneIsPresented } from '../certificates/client-certificate.js';
import { ClientCertificateStore, type SealedVersion } from '../certificates/client-certificate.store.js';
import { SealedKeys } from '../certificates/sealed-keys.js';
import { type ConnectionSettings, presentedName } from '../configurations/configuration.js';
import type { ExternalAuthentication } from '../configurations/external-authentication.js';
import { ExternalSecretStore } from '../configurations/external-secret.store.js';
import { ReadAuthentications } from '../configurations/read-authentications.js';
import type { TargetUrl } from '../configurations/target-url.js';
import { authenticationFault } from './faults.js';
import { keyOf, type OpenedAuthentication, type PresentedCertificate } from './opened-authentication.js';

/** Opens configurations and certificates, and holds them in memory under keys under which they never change. */
@Injectable()
export class OpenedAuthentications {
  private readonly authentications = boundedCache<string, OpenedAuthentication>(1000, { ttl: 600_000 });
  private readonly certificates = boundedCache<string, readonly SealedVersion[]>(1000, { ttl: 600_000 });

  constructor(
    private readonly reading: ReadAuthentications,
    private readonly secrets: ExternalSecretStore,
    private readonly certificateStore: ClientCertificateStore,
    private readonly keys: SealedKeys,
  ) {}

  /** Opens what is applied to a call; null: nothing is. */
  async applied(lookups: Lookups, tenantId: string, call: TargetUrl): Promise<OpenedAuthentication | null> {
    for (;;) {
      const [matching] = await this.reading.matching(lookups, tenantId, call);
      if (matching === undefined) return null;
      const opened = await this.open(lookups, matching).catch(unlessDeleted);
      // One that was changed meanwhile may be for another URL now.
      if (opened?.authentication.revision === matching.revision) return opened;
    }
  }

  /** Opens one as it is now. @throws CountersignError `request.not_found` when it was deleted meanwhile */
  async open(lookups: Lookups, present: ExternalAuthentication): Promise<OpenedAuthentication> {
    const known = this.authentications.get(keyOf({ authentication: present }));
    if (known !== undefined) return known;
    const details = await this.reading.current(lookups, present);
    const { authentication } = details;
    const { tenantId } = authentication;
    const opened: OpenedAuthentication = {
      authentication,
      configuration: details.configuration,
      secrets: new Map(details.secrets.map((secret) => [secret.slot, this.secrets.open(tenantId, secret)])),
      publicJwk: details.secrets.find(({ slot }) => slot === 'privateKey')?.publicJwk ?? null,
    };
    this.authentications.set(keyOf(opened), opened);
    return opened;
  }

  /**
   * The certificate that a connection presents; null when it presents none.
   * @throws CountersignError `external_authentication.client_certificate_unusable`
   */
  async presented(
    lookups: Lookups,
    tenantId: string,
    settings: ConnectionSettings,
    now: Date,
  ): Promise<PresentedCertificate | null> {
    const name = presentedName(settings);
    if (name === null) return null;
    const path = `${settings.path}.mutualTls.clientCertificate`;
    const certificate = await this.certificateStore.findByName(lookups, tenantId, name);
    if (certificate === null) throw authenticationFault('client_certificate_unusable', path, `there is no ${name}`);
    const key = `${certificate.id}/${certificate.revision}`;
    const versions = this.certificates.get(key) ?? (await this.certificateStore.listVersions(lookups, certificate));
    this.certificates.set(key, versions);
    const shown = versions.map(({ version }) => version);
    const used = presented(shown, now);
    const sealed = versions.find(({ version }) => version === used);
    if (used?.certificate === undefined || used.certificate === null || sealed === undefined)
      throw authenticationFault('client_certificate_unusable', path, `${name}: ${whyNoneIsPresented(shown, now)}`);
    const { chain, thumbprint } = used.certificate;
    return { versionId: used.id, thumbprint, chain, privateKey: this.keys.open(tenantId, sealed) };
  }
}

function unlessDeleted(error: unknown): null {
  if (error instanceof CountersignError && error.code === 'request.not_found') return null;
  throw error;
}
