import { Injectable } from '@nestjs/common';
import type { SourcedMapping } from '../claims/judge-mappings.js';
import type { ClaimsSource, SourcedClaims } from '../claims/sourced-claims.js';
import { type PreviewedMapping, previewMappings } from '../diagnosis/mappings/preview-mapping.js';
import { expectedOf, recipientOf, type Sample } from '../diagnosis/sample.schema.js';
import { CountersignError } from '../errors/countersign-error.js';
import { mappingsOf } from '../providers/mappings-of.js';
import type { ProviderConfiguration } from '../providers/provider-configuration.js';
import { ProviderDirectory } from '../providers/provider-directory.js';
import { TestLoginReader } from '../test-logins/read-test-login.js';
import { type MappingPreviewRequest, sourcedMappings } from './mapping-preview.schema.js';

interface Preview {
  readonly mappings: readonly SourcedMapping[];
  readonly previewed: readonly PreviewedMapping[];
}

/** Shows what mappings do with pasted claims, or with those of a test login. */
@Injectable()
export class MappingPreviewer {
  constructor(
    private readonly logins: TestLoginReader,
    private readonly providers: ProviderDirectory,
  ) {}

  /** @throws CountersignError `request.unacceptable` when the test login is unknown or has no claims */
  async preview(tenantId: string, request: MappingPreviewRequest): Promise<Preview> {
    const { sources, mappings, sample, provider } = await this.materialOf(tenantId, request);
    const input = { sources, recipient: recipientOf(sample), expected: expectedOf(sample), provider };
    return { mappings, previewed: previewMappings(mappings, input) };
  }

  private async materialOf(
    tenantId: string,
    request: MappingPreviewRequest,
  ): Promise<{
    readonly sources: readonly SourcedClaims[];
    readonly mappings: readonly SourcedMapping[];
    readonly sample: Sample;
    /** Null where the mappings are not a provider's own. */
    readonly provider: ProviderConfiguration | null;
  }> {
    const { testLoginId, claims, source, sources } = request;
    if (testLoginId === undefined) {
      const pasted = sources ?? [{ source, claims }];
      return {
        sources: pasted.map((one) => ({ source: one.source as ClaimsSource, claims: one.claims })),
        mappings: sourcedMappings(request),
        sample: request,
        provider: null,
      };
    }
    const login = await this.logins.read(tenantId, testLoginId).catch(refuseUnknown);
    const shown = login.report?.sources ?? [];
    if (shown.length === 0) throw unacceptable('has shown no claims');
    const provider = await this.providers.forTest(tenantId, login.providerName);
    const own = provider === null ? [] : mappingsOf(provider.configuration);
    const isGiven = Object.keys(request.recipient).length > 0 || request.validations.length > 0;
    return {
      sources: shown.map((one) => ({ source: one.source as ClaimsSource, claims: one.claims })),
      mappings: request.mappings === undefined ? own : sourcedMappings(request),
      sample: isGiven ? request : login.sample,
      provider: request.mappings === undefined ? (provider?.configuration ?? null) : null,
    };
  }
}

function refuseUnknown(error: unknown): never {
  if (error instanceof CountersignError && error.code === 'request.not_found') throw unacceptable('is not known');
  throw error;
}

function unacceptable(message: string): CountersignError {
  return new CountersignError('request.unacceptable', { faults: [{ path: '$.testLoginId', message }] });
}
