import { createRequire } from 'node:module';
import type * as X509 from '@peculiar/x509';
import type Forge from 'node-forge';

// They are a seventh of everything that is loaded, and most services never see a certificate beside those of TLS.
const load = createRequire(import.meta.url);

let loadedX509: typeof X509 | undefined;
let loadedForge: typeof Forge | undefined;

/** Reads and writes certificates; loaded when the first one comes. Everybody gets it here: there MUST be one of each of its classes. */
export function x509(): typeof X509 {
  if (loadedX509 !== undefined) return loadedX509;
  // It refuses to load without this.
  load('reflect-metadata');
  loadedX509 = load('@peculiar/x509') as typeof X509;
  return loadedX509;
}

/** Reads ASN.1 and PKCS#12; loaded when the first of them comes. */
export function forge(): typeof Forge {
  loadedForge ??= load('node-forge') as typeof Forge;
  return loadedForge;
}
