import { Content, FormGroup, FormSelect, FormSelectOption } from '@patternfly/react-core';
import { useState } from 'react';
import { useMay } from '../../../authentication/use-authentication.js';
import { type Language, languageNames, languages } from '../../../language/languages.js';
import { useLanguage, useText } from '../../../language/use-messages.js';
import { Changeable } from '../../../parts/form/changeable.js';
import { DocumentForm } from '../../../parts/form/document-form.js';
import { Edited } from '../../../parts/form/edited.js';
import { TextAreaField } from '../../../parts/form/text-area-field.js';
import type { EditedDocument } from '../../../parts/json/document-editor.js';
import { TextField } from '../../../parts/json/fields.js';
import { Section } from '../../../parts/section.js';
import { useSettings } from '../settings-queries.js';
import { BrandingPreview } from './branding-preview.js';
import { type Branding, useBranding, useSaveBranding } from './branding-queries.js';
import { ColourField } from './colour-field.js';
import { LogoField } from './logo-field.js';

/** Accents of the pages' own style sheet. */
const ours = { light: '#0d4a7c', dark: '#9accf7' } as const;
const LONGEST_NOTICE = 500;

/** How the pages look that signers see, beside a picture of them that follows each change. */
export function BrandingSettings() {
  const text = useText();
  const may = useMay();
  const query = useBranding();
  const settings = useSettings();
  const save = useSaveBranding();
  const [language, setLanguage] = useState<Language>(useLanguage().messages.language);
  return (
    <Section title={text('settings.branding')}>
      <Content component="p">{text('branding.text')}</Content>
      <Edited query={query}>
        {(begun, base, saved) => (
          <DocumentForm
            initial={begun}
            saveLabel={text('action.save')}
            savedText={text('branding.saved')}
            isReadOnly={!may('settings:write')}
            save={(value) => save({ ...(value as Branding), revision: base.revision }, saved)}
            beside={(document) => (
              <BrandingPreview
                branding={document.value}
                name={settings.data?.displayName ?? ''}
                language={language}
                setLanguage={setLanguage}
              />
            )}
          >
            {(document) => <BrandingFields document={document} language={language} setLanguage={setLanguage} />}
          </DocumentForm>
        )}
      </Edited>
    </Section>
  );
}

interface BrandingFieldsProps {
  readonly document: EditedDocument;
  /** Of the notice and of the preview. */
  readonly language: Language;
  readonly setLanguage: (language: Language) => void;
}

function BrandingFields({ document, language, setLanguage }: BrandingFieldsProps) {
  const text = useText();
  return (
    <>
      <Changeable>
        <LogoField document={document} />
        <ColourField
          document={document}
          path="$.colours.accent"
          label={text('branding.accent')}
          theme="light"
          ours={ours.light}
        />
        <ColourField
          document={document}
          path="$.colours.accentDark"
          label={text('branding.accentDark')}
          theme="dark"
          ours={ours.dark}
        />
        <TextField
          document={document}
          path="$.support.email"
          label={text('branding.supportEmail')}
          help={text('branding.supportHelp')}
        />
        <TextField document={document} path="$.support.url" label={text('branding.supportUrl')} example="https://" />
      </Changeable>
      <FormGroup label={text('branding.noticeLanguage')} fieldId="notice-language">
        <FormSelect id="notice-language" value={language} onChange={(_event, value) => setLanguage(value as Language)}>
          {languages.map((one) => (
            <FormSelectOption key={one} value={one} label={languageNames[one]} />
          ))}
        </FormSelect>
      </FormGroup>
      <TextAreaField
        key={language}
        document={document}
        path={`$.notice.${language}`}
        label={text('branding.notice')}
        help={text('branding.noticeHelp')}
        language={language}
        maxLength={LONGEST_NOTICE}
        rows={3}
      />
    </>
  );
}
