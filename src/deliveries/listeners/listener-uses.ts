import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Lookups } from '../../database/transaction.js';
import type { JudgedUse } from '../../outbound-authentication/configurations/applied-authentications.js';
import { type OutboundUse, OutboundUses } from '../../outbound-authentication/configurations/outbound-uses.js';
import type { ListenerConfiguration } from '../listener.js';
import { ListenerStore } from './listener.store.js';
import { isSigned } from './listener-rules.js';

/** What deliveries to a listener carry already, and need: personal data goes out signed, or over our certificate. */
export function useOf(name: string, configuration: ListenerConfiguration): OutboundUse {
  const { url, basic, payload } = configuration;
  const needsCertificate = payload === 'outcome' && !isSigned(configuration);
  return {
    name: `listener ${name}`,
    url,
    carriesAuthorization: basic !== null,
    presentsCertificate: false,
    needsCertificate,
  };
}

/** Of a body that was not judged yet; null when it has no address. */
export function judgedUseOf(body: unknown): JudgedUse | null {
  if (typeof body !== 'object' || body === null || !('url' in body) || typeof body.url !== 'string') return null;
  const basic = 'basic' in body ? (body.basic ?? null) : null;
  const carriesAuthorization = basic !== null;
  return { name: 'the listener', url: body.url, path: '$.url', carriesAuthorization, presentsCertificate: false };
}

/** Says which addresses listeners have, disabled ones too: enabling one judges nothing. */
@Injectable()
export class ListenerUses implements OnModuleInit {
  constructor(
    private readonly uses: OutboundUses,
    private readonly store: ListenerStore,
  ) {}

  onModuleInit(): void {
    this.uses.register((reading, tenantId) => this.list(reading, tenantId));
  }

  private async list(reading: Lookups, tenantId: string): Promise<readonly OutboundUse[]> {
    const listeners = await this.store.configurations(reading, tenantId);
    return listeners.map(({ name, configuration }) => useOf(name, configuration));
  }
}
