import { accentRules } from '../branding/accent-rules.js';
import type { Brand } from '../branding/brand-of-tenant.js';
import { logoPath } from '../branding/logo-path.js';
import { displayText, escapeHtml, Html } from '../http/html.js';
import { href } from './href.js';
import { localised } from './language.js';
import type { Messages } from './messages.js';

/** How a page shows whose it is. Strings are escaped by the template. */
export interface BrandView {
  /** Rules that replace some of the style sheet's; empty: none. */
  readonly style: Html;
  readonly name: string;
  readonly logo: string | null;
  readonly support: Html | null;
  readonly notice: { readonly text: string; readonly language: string | null } | null;
}

/** The pages of whoever has changed nothing, and those that are nobody's. */
export const ownBrand: BrandView = {
  style: new Html(''),
  name: 'Countersign',
  logo: null,
  support: null,
  notice: null,
};

/** @param publicPath put before the path of the logo */
export function brandView(brand: Brand | null, messages: Messages, publicPath: string): BrandView {
  if (brand === null) return ownBrand;
  const notice = localised(brand.notice, messages.language, '');
  return {
    style: new Html(styleOf(brand.colours)),
    name: brand.displayName === null ? ownBrand.name : displayText(brand.displayName) || brand.tenantName,
    logo: brand.logo === null ? null : href(logoPath(brand.tenantName, brand.logo), publicPath),
    support: supportOf(brand.support, messages),
    notice: notice.text === '' ? null : notice,
  };
}

/** Only colours that the schema has let through stand in here. */
function styleOf({ accent, accentDark }: Brand['colours']): string {
  const light = accent === null ? '' : `:root{${accentRules(accent, 'light')}}`;
  const dark =
    accentDark === null ? '' : `@media (prefers-color-scheme: dark){:root{${accentRules(accentDark, 'dark')}}}`;
  // A light accent alone must not reach the dark theme, where nobody has judged its contrast.
  return accent !== null && accentDark === null ? `@media (prefers-color-scheme: light){${light}}` : `${light}${dark}`;
}

function supportOf({ email, url }: Brand['support'], messages: Messages): Html | null {
  const links = [
    ...(email === null ? [] : [link(`mailto:${encodeURIComponent(email).replace('%40', '@')}`, email)]),
    ...(url === null ? [] : [link(url, new URL(url).host)]),
  ];
  return links.length === 0 ? null : messages.sentence('footer.support', { contact: new Html(links.join(' · ')) });
}

const link = (address: string, text: string): string =>
  `<a href="${escapeHtml(address)}" rel="noopener noreferrer">${escapeHtml(text)}</a>`;
