import { Logger } from '@nestjs/common';
import type * as library from 'oidc-provider';

export type OidcProvider = typeof library;

/** It colours its lines on a terminal. */
const OF_THE_LIBRARY = /^(?:\P{L}{1,3}[\d;]+m)?oidc-provider (?:NOTICE|WARNING): /u;

let loading: Promise<OidcProvider> | undefined;

/**
 * Loads oidc-provider. What it prints, when it is imported (on Node 20) and later, goes to our log: standard output holds JSON and
 * nothing else.
 */
export function loadOidcProvider(): Promise<OidcProvider> {
  loading ??= load();
  return loading;
}

function load(): Promise<OidcProvider> {
  const logger = new Logger('OidcProvider');
  // Everything else goes where it went.
  const { console: printer } = globalThis;
  for (const channel of ['info', 'warn'] as const) {
    const print = printer[channel].bind(printer);
    printer[channel] = (...printed: unknown[]) => {
      const [first] = printed;
      if (typeof first === 'string' && OF_THE_LIBRARY.test(first)) logger.debug(first.replace(OF_THE_LIBRARY, ''));
      else print(...printed);
    };
  }
  return import('oidc-provider');
}
