import { Module } from '@nestjs/common';
import { OutboundModule } from '../outbound/outbound.module.js';
import { ProviderDirectory } from '../providers/provider-directory.js';
import { ProvidersModule } from '../providers/providers.module.js';
import { SignedOutPath } from './logout/signed-out-path.js';
import { ProviderObserver } from './metadata/provider-observer.js';
import { ProviderFederation } from './provider-federation.js';
import { Federation } from './trip.js';

/** Trips to providers. May depend on providers, claims, outbound and what is below them. */
@Module({
  imports: [OutboundModule, ProvidersModule],
  providers: [
    { provide: ProviderObserver, useExisting: ProviderDirectory },
    { provide: Federation, useClass: ProviderFederation },
    SignedOutPath,
  ],
  exports: [Federation, SignedOutPath],
})
export class FederationModule {}
