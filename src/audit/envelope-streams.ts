import { Injectable } from '@nestjs/common';
import type { Transaction } from '../database/transaction.js';
import { beforeCommit } from '../database/unit-of-work.js';
import { envelopeStreamId } from './format/stream.js';

/** The streams of envelopes. */
@Injectable()
export class EnvelopeStreams {
  /**
   * Makes sure that an envelope has its stream.
   * @param externalEnvelopeId the workflow's own id of the envelope
   * @returns the stream's id, always the same for the same tenant and envelope
   */
  async open(transaction: Transaction, tenantId: string, externalEnvelopeId: string): Promise<{ readonly id: string }> {
    const id = envelopeStreamId(tenantId, externalEnvelopeId);
    await beforeCommit(
      transaction,
      transaction.query(
        `INSERT INTO audit_stream (id, tenant_id, envelope_id, event_count) VALUES ($1, $2, $3, 0)
      ON CONFLICT DO NOTHING`,
        [id, tenantId, externalEnvelopeId],
      ),
    );
    return { id };
  }
}
