import { accentRules } from '../../../../../../src/branding/accent-rules.js';
import type { sheets } from '../../../../../../src/branding/contrast.js';
import written from '../../../../../../src/pages/templates/style.css?raw';

export type PageTheme = keyof typeof sheets;

/** Names of a document's elements, for which a shadow root has others. */
const hosts: Readonly<Record<string, string>> = { ':root': ':host', html: ':host', body: '.page' };

/** Makes rules of a document those of a shadow root, as a phone has them, and the theme a choice in place of the browser's. */
function adapt(rules: CSSRuleList, theme: PageTheme): void {
  for (const rule of rules) {
    if (rule instanceof CSSStyleRule) rule.selectorText = hosts[rule.selectorText] ?? rule.selectorText;
    if (!(rule instanceof CSSMediaRule)) continue;
    if (rule.conditionText.includes('prefers-color-scheme: dark'))
      rule.media.mediaText = theme === 'dark' ? 'all' : 'not all';
    if (rule.conditionText.includes('max-width')) rule.media.mediaText = 'all';
    adapt(rule.cssRules, theme);
  }
}

/**
 * The style sheet of the signer's pages, as objects: the Content-Security-Policy allows those and no style elements.
 * @param accent of the theme; null: ours
 */
export function pageStyles(theme: PageTheme, accent: string | null): readonly CSSStyleSheet[] {
  const page = new CSSStyleSheet();
  page.replaceSync(written);
  adapt(page.cssRules, theme);
  const brand = new CSSStyleSheet();
  const colours = accent === null ? '' : accentRules(accent, theme);
  brand.replaceSync(`:host { color-scheme: ${theme}; ${colours} } .page { min-block-size: 0 }`);
  return [page, brand];
}
