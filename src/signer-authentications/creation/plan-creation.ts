import { Injectable } from '@nestjs/common';
import { CountersignError } from '../../errors/countersign-error.js';
import { ProviderDirectory } from '../../providers/provider-directory.js';
import type { ProviderLocation } from '../../providers/stores/provider-location.store.js';
import type { AllowedProvider } from '../signer-authentication.js';
import { judgeDuplicates, judgeRequestedProvider, type KnownProvider } from './judge-request.js';
import type { RequestedProviders } from './requested-providers.js';

/** Judges what a request asks of the providers that it names. */
@Injectable()
export class CreationPlanner {
  constructor(private readonly providers: ProviderDirectory) {}

  /**
   * @param found where the providers stand, in the order in which they are named; null: there is none
   * @throws CountersignError `request.unacceptable` with every fault by its path
   */
  async plan(
    requested: RequestedProviders,
    found: readonly (ProviderLocation | null)[],
  ): Promise<readonly AllowedProvider[]> {
    const known: readonly (KnownProvider | null)[] = await Promise.all(
      found.map(async (location) => (location === null ? null : this.providers.offeredAt(location))),
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
