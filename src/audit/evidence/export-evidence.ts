import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { Principal } from '../../access/principal.js';
import { Clock } from '../../config/clock.js';
import { AuditLog } from '../audit-log.js';
import { EVIDENCE_EXPORT, PACKAGE_FORMAT } from '../format/package.schema.js';
import { ReadTrail } from '../trail/read-trail.js';
import { EvidenceSources } from './evidence-sources.js';
import { packageEntries } from './package-entries.js';
import { zipOf } from './zip.js';

/** Makes evidence packages: everything about one envelope, provable without this service. */
@Injectable()
export class ExportEvidence {
  constructor(
    private readonly readTrail: ReadTrail,
    private readonly log: AuditLog,
    private readonly sources: EvidenceSources,
    private readonly clock: Clock,
  ) {}

  /**
   * The package as it is written. The export is recorded, and waits until the log has it.
   * @param envelopeId the workflow's id of the envelope
   * @throws CountersignError `request.not_found`, `audit.not_in_log_yet`, `audit.signing_refused`
   */
  async export(principal: Principal, envelopeId: string): Promise<Readable> {
    const data = { format: EVIDENCE_EXPORT };
    const trail = await this.readTrail.open({ principal, envelopeId, type: 'trail.exported', data });
    const supporting = await this.sources.supporting(trail);
    const checkpoint = await this.log.catchUp(({ size }) => this.sources.hasAll(trail, supporting, size));
    const now = this.clock.now();
    const manifest = {
      format: PACKAGE_FORMAT,
      envelopeId,
      tenant: trail.stream.tenantId,
      stream: `envelope:${trail.stream.id}`,
      events: trail.stream.count,
      leafHash: trail.stream.head.toString('hex'),
      origin: checkpoint.origin,
      treeSize: checkpoint.size,
      createdAt: now.toISOString(),
    } as const;
    const { leaves, sealed, reading } = this.sources;
    const tree = this.sources.treeOf(checkpoint.size);
    const entries = packageEntries({
      manifest,
      checkpoint: checkpoint.note,
      trail,
      supporting,
      tree,
      leaves,
      sealed,
      reading,
    });
    return zipOf(entries, now);
  }
}
