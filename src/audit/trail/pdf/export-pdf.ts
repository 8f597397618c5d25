import { PassThrough, type Readable } from 'node:stream';
import { setImmediate as breathe } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../../../config/clock.js';
import type { Settings } from '../../../config/settings.js';
import { SETTINGS } from '../../../config/settings.token.js';
import { UnitOfWork } from '../../../database/unit-of-work.js';
import { asError } from '../../../errors/thrown.js';
import { AuditLog } from '../../audit-log.js';
import { drained } from '../../drained.js';
import { TreeStore } from '../../sequencer/tree.store.js';
import type { Trail } from '../read-trail.js';
import type { TrailPages } from '../trail-items.js';
import type { DocumentTitle, TrailDocument } from './trail-document.js';

/** Events written before others get their turn: a long document must not keep logins waiting. */
const AT_ONCE = 10;

/** Writes trails as PDF, page by page. */
@Injectable()
export class PdfExport {
  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly log: AuditLog,
    private readonly tree: TreeStore,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /**
   * The document, while it is written.
   * @throws CountersignError `audit.not_in_log_yet`, `audit.signing_refused`
   */
  async export(trail: Trail, pages: TrailPages, tenantName: string): Promise<Readable> {
    const { stream } = trail;
    // What makes PDF and QR codes is a tenth of all that a start would load, and few instances are asked for a document.
    const [{ TrailDocument }, { toBuffer }] = await Promise.all([import('./trail-document.js'), import('qrcode')]);
    const checkpoint = await this.log.catchUp(async ({ size }) => {
      const included = await this.tree.countOfStream(this.unitOfWork.reading, stream.id, stream.count, size);
      return included === stream.count;
    });
    const proofUrl = `${this.settings.PUBLIC_URL}/v1/audit/proofs/inclusion?leafHash=${stream.head.toString('hex')}`;
    const proofCode = await toBuffer(proofUrl, { errorCorrectionLevel: 'M', margin: 0, scale: 4 });
    const title = { tenantName, madeAt: this.clock.now(), checkpoint, proofUrl, proofCode };
    const document = new TrailDocument(trail);
    const output = document.pdf.pipe(new PassThrough());
    writeDocument(document, title, pages, output).catch((error: unknown) => {
      output.destroy(asError(error));
    });
    return output;
  }
}

/** Writes everything, no faster than it is read. */
export async function writeDocument(
  document: TrailDocument,
  title: DocumentTitle,
  pages: TrailPages,
  output: PassThrough,
): Promise<void> {
  document.titlePage(title);
  document.beginEvents();
  let written = 0;
  for await (const page of pages) {
    for (const item of page) {
      document.event(item);
      written += 1;
      if (written % AT_ONCE === 0) await breathe();
    }
    // The document does not wait for its reader by itself: pages would pile up in memory.
    await drained(output);
    if (output.destroyed) return;
  }
  document.verificationPage(title);
  document.end();
}
