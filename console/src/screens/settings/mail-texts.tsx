import { Content, FormGroup, FormSelect, FormSelectOption } from '@patternfly/react-core';
import { useState } from 'react';
import { useMay } from '../../authentication/use-authentication.js';
import { type Language, languageNames, languages } from '../../language/languages.js';
import { useLanguage, useText } from '../../language/use-messages.js';
import { DocumentForm } from '../../parts/form/document-form.js';
import { Edited } from '../../parts/form/edited.js';
import { TextAreaField } from '../../parts/form/text-area-field.js';
import { readPath } from '../../parts/json/json-path.js';
import { Section } from '../../parts/section.js';
import { type Settings, useSaveSettings, useSettings } from './settings-queries.js';

const kinds = ['invitation', 'password_reset', 'binding_removed'] as const;
type Kind = (typeof kinds)[number];

/** Mails without a link have no place for one. */
const withLink: ReadonlySet<Kind> = new Set<Kind>(['invitation', 'password_reset']);

/** Own texts of the mails that people get, by kind and language. */
export function MailTexts() {
  const text = useText();
  const may = useMay();
  const query = useSettings();
  const save = useSaveSettings();
  const [kind, setKind] = useState<Kind>('invitation');
  const [language, setLanguage] = useState<Language>(useLanguage().messages.language);
  return (
    <Section title={text('settings.mails')}>
      <Content component="p">{text('mails.text')}</Content>
      <Edited query={query}>
        {(begun, base, saved) => (
          <DocumentForm
            initial={begun}
            saveLabel={text('action.save')}
            savedText={text('form.saved')}
            isReadOnly={!may('settings:write')}
            save={(value) => save({ ...(value as Settings), revision: base.revision }, saved)}
          >
            {(document) => (
              <>
                <FormGroup label={text('mails.kind')} fieldId="mail-kind">
                  <FormSelect id="mail-kind" value={kind} onChange={(_event, value) => setKind(value as Kind)}>
                    {kinds.map((one) => (
                      <FormSelectOption key={one} value={one} label={text(`mails.${one}`)} />
                    ))}
                  </FormSelect>
                </FormGroup>
                <FormGroup label={text('frame.language')} fieldId="mail-language">
                  <FormSelect
                    id="mail-language"
                    value={language}
                    onChange={(_event, value) => setLanguage(value as Language)}
                  >
                    {languages.map((one) => {
                      const isOwn = readPath(document.value, `$.mail.texts.${kind}.${one}`) !== undefined;
                      const name = languageNames[one];
                      return (
                        <FormSelectOption key={one} value={one} label={isOwn ? text('mails.own', { name }) : name} />
                      );
                    })}
                  </FormSelect>
                </FormGroup>
                <TextAreaField
                  key={`${kind} ${language}`}
                  document={document}
                  path={`$.mail.texts.${kind}.${language}`}
                  label={text('mails.ownText')}
                  help={text(withLink.has(kind) ? 'mails.helpWithLink' : 'mails.help')}
                  language={language}
                  rows={10}
                />
              </>
            )}
          </DocumentForm>
        )}
      </Edited>
    </Section>
  );
}
