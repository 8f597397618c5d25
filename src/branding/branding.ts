import type { Colour } from './contrast.js';
import type { LogoMediaType } from './logo.js';

/** How a tenant's pages look, and what they say besides. */
export interface Branding {
  readonly colours: { readonly accent: Colour | null; readonly accentDark: Colour | null };
  readonly support: { readonly email: string | null; readonly url: string | null };
  /** Plain text for signers by language. */
  readonly notice: Readonly<Record<string, string>>;
  readonly logo: BrandingLogo | null;
}

export interface BrandingLogo {
  readonly mediaType: LogoMediaType;
  readonly bytes: number;
  /** Lower-case hex; part of its address. */
  readonly sha256: string;
}

/** As it was saved last. Revision 0: never. */
export interface SavedBranding {
  readonly revision: number;
  readonly branding: Branding;
  readonly updatedAt: Date | null;
}

export const plainBranding: Branding = {
  colours: { accent: null, accentDark: null },
  support: { email: null, url: null },
  notice: {},
  logo: null,
};
