import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { type Language, languageNames } from '../../../../language/languages.js';
import { useText } from '../../../../language/use-messages.js';
import { type PageTheme, pageStyles } from './page-styles.js';
import { PageTexts } from './page-texts.js';
import { type PageBrand, SignerPage } from './signer-page.js';

interface PagePreviewProps {
  readonly language: Language;
  readonly theme: PageTheme;
  readonly accent: string | null;
  readonly brand: PageBrand;
}

/** The signer's page in a shadow root, with its own style sheet: a picture, in which nothing can be pressed. */
export function PagePreview({ language, theme, accent, brand }: PagePreviewProps) {
  const text = useText();
  const host = useRef<HTMLDivElement>(null);
  const [root, setRoot] = useState<ShadowRoot | null>(null);
  const { data: texts } = useQuery({
    queryKey: ['page-texts', language],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: () => PageTexts.load(language),
  });
  useEffect(() => {
    const element = host.current;
    if (element !== null) setRoot(element.shadowRoot ?? element.attachShadow({ mode: 'open' }));
  }, []);
  useEffect(() => {
    if (root !== null) root.adoptedStyleSheets = [...pageStyles(theme, accent)];
  }, [root, theme, accent]);
  return (
    <div
      ref={host}
      className="page-preview"
      role="img"
      aria-label={text('branding.previewOf', { language: languageNames[language] })}
    >
      {root !== null &&
        texts !== undefined &&
        createPortal(
          <div inert>
            <SignerPage texts={texts} brand={brand} />
          </div>,
          root,
        )}
    </div>
  );
}
