import type { BrandingLogo } from './branding.js';

/** Where browsers load a tenant's logo: another picture has another address, so it may be kept for ever. */
export const logoPath = (tenantName: string, { sha256 }: BrandingLogo): string =>
  `/branding/${encodeURIComponent(tenantName)}/${sha256}`;
