import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { Principal } from '../../access/principal.js';
import { readUrl } from '../../config/read-url.js';
import type { ProviderDetails } from '../provider.js';
import { ProviderChanges } from '../provider-changes.js';
import { ProviderLock } from '../provider-lock.js';
import { ProviderMetadataStore } from '../stores/provider-metadata.store.js';

const originSchema = z
  .string()
  .max(300)
  .refine((text) => /^https?:/.test(text) && readUrl(text)?.origin === text, {
    error: 'must be an origin, for example https://idp.example',
  });

export const metadataApprovalSchema = z
  .strictObject({
    origins: z
      .record(
        z.string().regex(/^[a-z_]{1,100}$/, 'must be a member of the metadata, e.g. `token_endpoint`'),
        originSchema,
      )
      .refine((origins) => Object.keys(origins).length <= 30, 'must have at most 30 members')
      .nullable()
      .default(null)
      .meta({
        description:
          "The origins that are approved, by metadata member. null: whatever the next discovery finds at the issuer's address.",
        example: { token_endpoint: 'https://idp.example' },
      }),
  })
  .meta({ id: 'MetadataApproval' });
export type MetadataApproval = z.output<typeof metadataApprovalSchema>;

/** An admin approves that a provider's endpoints have moved to other origins. */
@Injectable()
export class ApproveMetadata {
  constructor(
    private readonly lock: ProviderLock,
    private readonly metadata: ProviderMetadataStore,
    private readonly changes: ProviderChanges,
  ) {}

  /** @throws CountersignError those of `ProviderLock` */
  async execute(
    principal: Principal,
    name: string,
    ifMatch: string | undefined,
    { origins }: MetadataApproval,
  ): Promise<ProviderDetails> {
    return this.lock.hold(principal, name, { ifMatch, needed: false }, async ({ transaction, current, now }) => {
      const { provider, revision } = current;
      await this.metadata.replacePins(transaction, provider, revision.configuration.issuer, origins, now);
      return this.changes.apply(transaction, {
        provider,
        configuration: revision.configuration,
        change: 'metadata_approved',
        plan: null,
        principal,
        now,
        data: { origins, originsBefore: current.metadata.pinnedOrigins },
      });
    });
  }
}
