import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Principal } from '../../access/principal.js';
import type { AuditEventType } from '../../audit/audit-event-type.js';
import { AuditRecorder } from '../../audit/recording.js';
import { Clock } from '../../config/clock.js';
import type { Transaction } from '../../database/transaction.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { CountersignError } from '../../errors/countersign-error.js';
import { correlationId } from '../../http/correlation.js';
import { ChangedAuthentications } from '../changed-authentications.js';
import { CertificateUses } from './certificate-uses.js';
import {
  type CertificateDetails,
  type CertificateVersion,
  type ClientCertificate,
  isPresentable,
  mostVersions,
} from './client-certificate.js';
import type { Installation, NewCertificate, Rotation } from './client-certificate.schema.js';
import { ClientCertificateStore, type SealedVersion } from './client-certificate.store.js';
import { type EnteredCertificate, enterCertificate, issuedCertificate } from './entered-certificate.js';
import { SealedKeys } from './sealed-keys.js';

interface Held {
  readonly transaction: Transaction;
  readonly certificate: ClientCertificate;
  readonly versions: readonly SealedVersion[];
  readonly now: Date;
}

/** What can be done to client certificates. Every change leaves an event in the tenant's stream. */
@Injectable()
export class CertificateChanges {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly store: ClientCertificateStore,
    private readonly keys: SealedKeys,
    private readonly uses: CertificateUses,
    private readonly recorder: AuditRecorder,
    private readonly changed: ChangedAuthentications,
    private readonly clock: Clock,
  ) {}

  /** @throws CountersignError `request.unacceptable` with every fault; `request.conflict` when the name is taken */
  async create(principal: Principal, { name, ...source }: NewCertificate): Promise<CertificateDetails> {
    const now = this.clock.now();
    const entered = await enterCertificate(source, { now, mayWait: false });
    const certificate: ClientCertificate = {
      id: randomUUID(),
      tenantId: principal.tenant.id,
      name,
      revision: 1,
      createdAt: now,
      updatedAt: now,
    };
    return this.run(async (transaction) => {
      await this.store.insert(transaction, certificate);
      const held = { transaction, certificate, versions: [], now };
      const version = await this.add(held, entered, now);
      return this.recorded(principal, held, 'client_certificate.created', version);
    });
  }

  /** Begins the second version. @throws CountersignError as `create`; `request.conflict` while two stand already */
  async rotate(principal: Principal, name: string, rotation: Rotation): Promise<CertificateDetails> {
    const { useAfterSeconds, ...source } = rotation;
    if ((await this.store.findByName(this.unitOfWork.reading, principal.tenant.id, name)) === null) throw notFound();
    // Outside of the transaction, because a key takes its time to make.
    const entered = await enterCertificate(source, { now: this.clock.now(), mayWait: true });
    return this.hold(principal, name, async (held) => {
      const { now } = held;
      const ended = held.versions.filter(({ version }) => hasEnded(version, now));
      for (const { version } of ended) await this.store.deleteVersion(held.transaction, held.certificate, version.id);
      const standing = held.versions.filter((one) => !ended.includes(one)).map(({ version }) => version);
      const waiting = standing.find(({ certificate }) => certificate === null);
      if (waiting !== undefined)
        throw conflict(
          `version ${waiting.version} waits for its certificate: install it, or delete that version first`,
        );
      if (standing.length >= mostVersions)
        throw conflict(
          `versions ${standing.map(({ version }) => version).join(' and ')} are both valid: delete one of them first`,
        );
      if (!standing.some((one) => isPresentable(one, now))) requireValidNow(entered, now);
      const version = await this.add(held, entered, new Date(now.getTime() + useAfterSeconds * 1000));
      return this.recorded(principal, held, 'client_certificate.rotated', version);
    });
  }

  /** Installs what was issued for the request that waits. @throws CountersignError `request.conflict` when none waits */
  install(principal: Principal, name: string, { certificate: pem }: Installation): Promise<CertificateDetails> {
    return this.hold(principal, name, async (held) => {
      const waiting = held.versions.find(({ version }) => version.certificate === null);
      if (waiting === undefined) throw conflict(`${name} has no request that waits for its certificate`);
      const others = held.versions.filter((one) => one !== waiting);
      const mayWait = others.some(({ version }) => isPresentable(version, held.now));
      const privateKey = this.keys.open(principal.tenant.id, waiting);
      const certificate = issuedCertificate(pem, privateKey, { now: held.now, mayWait });
      const version = { ...waiting.version, certificate };
      await this.store.install(held.transaction, held.certificate, version);
      return this.recorded(principal, held, 'client_certificate.installed', version);
    });
  }

  /** Destroys one version, so that the other is presented. @throws CountersignError `request.conflict` for the last one */
  async deleteVersion(principal: Principal, name: string, number: number): Promise<void> {
    await this.hold(principal, name, async (held) => {
      const found = held.versions.find(({ version }) => version.version === number);
      if (found === undefined) throw new CountersignError('request.not_found');
      if (held.versions.length === 1) throw conflict(`version ${number} is the only one: delete ${name} as a whole`);
      await this.store.deleteVersion(held.transaction, held.certificate, found.version.id);
      return this.recorded(principal, held, 'client_certificate.version_deleted', found.version);
    });
  }

  /** Destroys all its keys. @throws CountersignError `request.conflict` naming who uses it */
  async delete(principal: Principal, name: string): Promise<void> {
    await this.hold(principal, name, async (held) => {
      const users = await this.uses.usesOf(held.transaction, principal.tenant.id, name);
      if (users.length > 0) throw conflict(`${name} is used by ${users.join(', ')}`);
      await this.store.delete(held.transaction, held.certificate);
      await this.record(principal, held, 'client_certificate.deleted', null);
    });
  }

  /** @throws CountersignError `request.not_found` */
  private async run<T>(change: (transaction: Transaction) => Promise<T>): Promise<T> {
    const result = await this.unitOfWork.run(change);
    this.changed.tell();
    return result;
  }

  private hold<T>(principal: Principal, name: string, change: (held: Held) => Promise<T>): Promise<T> {
    return this.run(async (transaction) => {
      const certificate = await this.store.lockByName(transaction, principal.tenant.id, name);
      if (certificate === null) throw notFound();
      const versions = await this.store.listVersions(transaction, certificate);
      return change({ transaction, certificate, versions, now: this.clock.now() });
    });
  }

  private async add(
    { transaction, certificate, versions, now }: Held,
    { shown, privateKey }: EnteredCertificate,
    usableFrom: Date,
  ): Promise<CertificateVersion> {
    const number = Math.max(0, ...versions.map(({ version }) => version.version)) + 1;
    const version = { ...shown, id: randomUUID(), version: number, usableFrom, setAt: now };
    const sealed = this.keys.seal(certificate.tenantId, version.id, privateKey);
    await this.store.insertVersion(transaction, certificate, { version, sealed });
    return version;
  }

  private async recorded(
    principal: Principal,
    held: Held,
    type: AuditEventType,
    version: CertificateVersion,
  ): Promise<CertificateDetails> {
    const { transaction, now } = held;
    const before = held.certificate;
    // A new one has its revision already.
    const revision = type === 'client_certificate.created' ? before.revision : before.revision + 1;
    const certificate = { ...before, revision, updatedAt: now };
    await this.store.update(transaction, certificate);
    await this.record(principal, held, type, version);
    const versions = await this.store.listVersions(transaction, certificate);
    return { certificate, versions: versions.map((one) => one.version) };
  }

  private async record(
    principal: Principal,
    { transaction, certificate, now }: Held,
    type: AuditEventType,
    version: CertificateVersion | null,
  ): Promise<void> {
    await this.recorder.record(transaction, [
      {
        tenantId: principal.tenant.id,
        stream: 'tenant',
        type,
        occurredAt: now,
        actor: principal.actor,
        correlationId: correlationId(),
        data: {
          clientCertificateId: certificate.id,
          clientCertificate: certificate.name,
          ...(version === null
            ? {}
            : {
                version: version.version,
                generated: version.generated,
                thumbprint: version.certificate?.thumbprint ?? null,
                notAfter: version.certificate?.notAfter.toISOString() ?? null,
              }),
        },
      },
    ]);
  }
}

const hasEnded = ({ certificate }: CertificateVersion, now: Date): boolean =>
  certificate !== null && certificate.notAfter <= now;

function notFound(): CountersignError {
  return new CountersignError('request.not_found', { detail: 'There is no such certificate' });
}

function conflict(detail: string): CountersignError {
  return new CountersignError('request.conflict', { detail });
}

/** Where none is valid beside it, the new one has to be. */
function requireValidNow({ shown: { certificate } }: EnteredCertificate, now: Date): void {
  if (certificate === null || certificate.notBefore <= now) return;
  const message = `is not valid before ${certificate.notBefore.toISOString()}, and no other version is valid until then`;
  throw new CountersignError('request.unacceptable', { faults: [{ path: '$.import', message }] });
}
