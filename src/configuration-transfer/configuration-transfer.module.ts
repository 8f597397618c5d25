import { Module } from '@nestjs/common';
import { DeliveriesModule } from '../deliveries/deliveries.module.js';
import { OutboundAuthenticationModule } from '../outbound-authentication/outbound-authentication.module.js';
import { PeopleModule } from '../people/people.module.js';
import { ProvidersModule } from '../providers/providers.module.js';
import { ConfigurationController } from './configuration.controller.js';
import { ExternalAuthenticationPart } from './parts/external-authentication.part.js';
import { ListenerPart } from './parts/listener.part.js';
import { ProviderPart } from './parts/provider.part.js';
import { RolePart } from './parts/role.part.js';
import { ConfigurationTransfer } from './transfer-configuration.js';

/** What a tenant is configured to, as one file. May depend on the rooms whose things it moves. */
@Module({
  imports: [PeopleModule, OutboundAuthenticationModule, ProvidersModule, DeliveriesModule],
  controllers: [ConfigurationController],
  providers: [RolePart, ExternalAuthenticationPart, ProviderPart, ListenerPart, ConfigurationTransfer],
})
export class ConfigurationTransferModule {}
