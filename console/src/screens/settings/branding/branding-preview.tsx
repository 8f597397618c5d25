import { Flex, FlexItem, FormSelect, FormSelectOption, ToggleGroup, ToggleGroupItem } from '@patternfly/react-core';
import { useState } from 'react';
import { useTheme } from '../../../frame/use-theme.js';
import { type Language, languageNames, languages } from '../../../language/languages.js';
import { useText } from '../../../language/use-messages.js';
import { readPath } from '../../../parts/json/json-path.js';
import { isColour } from './colour-field.js';
import { logoAddress } from './logo-field.js';
import { PagePreview } from './preview/page-preview.js';
import type { PageTheme } from './preview/page-styles.js';
import type { PageBrand } from './preview/signer-page.js';

const textAt = (branding: unknown, path: string): string | null => {
  const value = readPath(branding, path);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
};

/** The notice as a page in a language shows it: its own, else the English one, else any. */
function noticeIn(branding: unknown, language: Language): PageBrand['notice'] {
  for (const one of [language, 'en', ...languages] as const) {
    const notice = textAt(branding, `$.notice.${one}`);
    if (notice !== null) return { text: notice, language: one === language ? null : one };
  }
  return null;
}

interface BrandingPreviewProps {
  readonly branding: unknown;
  /** Of the tenant. */
  readonly name: string;
  readonly language: Language;
  readonly setLanguage: (language: Language) => void;
}

/** What signers will see, in each language and both themes, before anything is saved. */
export function BrandingPreview({ branding, name, language, setLanguage }: BrandingPreviewProps) {
  const text = useText();
  const [theme, setTheme] = useState<PageTheme>(useTheme()[0]);
  const accent = textAt(branding, theme === 'light' ? '$.colours.accent' : '$.colours.accentDark');
  return (
    <section className="beside" aria-labelledby="preview-title">
      <h3 id="preview-title">{text('branding.preview')}</h3>
      <Flex gap={{ default: 'gapSm' }}>
        <FlexItem>
          <FormSelect
            aria-label={text('frame.language')}
            id="preview-language"
            value={language}
            onChange={(_event, value) => setLanguage(value as Language)}
          >
            {languages.map((one) => (
              <FormSelectOption key={one} value={one} label={languageNames[one]} />
            ))}
          </FormSelect>
        </FlexItem>
        <FlexItem>
          <ToggleGroup aria-label={text('frame.appearance')}>
            {(['light', 'dark'] as const).map((one) => (
              <ToggleGroupItem
                key={one}
                text={text(`frame.${one}`)}
                isSelected={theme === one}
                onChange={() => setTheme(one)}
              />
            ))}
          </ToggleGroup>
        </FlexItem>
      </Flex>
      <PagePreview
        language={language}
        theme={theme}
        accent={isColour(accent) ? accent.toLowerCase() : null}
        brand={{
          name,
          logo: logoAddress(branding),
          email: textAt(branding, '$.support.email'),
          url: textAt(branding, '$.support.url'),
          notice: noticeIn(branding, language),
        }}
      />
    </section>
  );
}
