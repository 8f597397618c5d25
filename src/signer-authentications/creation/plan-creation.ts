import { Injectable } from '@nestjs/common';
import { CountersignError } from '../../errors/countersign-error.js';
import { ProviderDirectory } from '../../providers/provider-directory.js';
import type { AllowedProvider } from '../signer-authentication.js';
import type { CreateRequest } from './create-request.schema.js';
import { judgeDuplicates, judgeRequestedProvider, type KnownProvider } from './judge-request.js';
import { requestedProviders } from './requested-providers.js';

/** Finds the providers that a request names and judges what it asks of them. */
@Injectable()
export class CreationPlanner {
  constructor(private readonly providers: ProviderDirectory) {}

  /** @throws CountersignError `request.unacceptable` with every fault by its path */
  async plan(tenantId: string, body: CreateRequest): Promise<readonly AllowedProvider[]> {
    const requested = requestedProviders(body);
    const known: readonly (KnownProvider | null)[] = await Promise.all(
      requested.providers.map(({ name }) => this.providers.findOffered(tenantId, name)),
    );
    const faults = [
      ...requested.faults,
      ...requested.providers.flatMap((provider, index) => judgeRequestedProvider(provider, known[index] ?? null)),
      ...judgeDuplicates(requested.providers, known),
    ];
    if (faults.length > 0)
      throw new CountersignError('request.unacceptable', {
        detail: 'The providers cannot be used as asked; see errors',
        faults,
      });
    return requested.providers.flatMap(({ validations }, index) => {
      const provider = known[index];
      if (provider === undefined || provider === null) return [];
      return [
        {
          id: provider.id,
          name: provider.name,
          validations: validations.map(({ path: _path, ...validation }) => validation),
        },
      ];
    });
  }
}
