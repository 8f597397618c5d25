import { useMay } from '../../authentication/use-authentication.js';
import { languageNames, languages } from '../../language/languages.js';
import { useText } from '../../language/use-messages.js';
import { Changeable } from '../../parts/form/changeable.js';
import { DocumentForm } from '../../parts/form/document-form.js';
import { Edited } from '../../parts/form/edited.js';
import { ChoiceField, TextField } from '../../parts/json/fields.js';
import { Section } from '../../parts/section.js';
import { type Settings, useSaveSettings, useSettings } from './settings-queries.js';

/** Names and languages of the tenant. */
export function GeneralSettings() {
  const text = useText();
  const may = useMay();
  const query = useSettings();
  const save = useSaveSettings();
  return (
    <Section title={text('settings.general')}>
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
              <Changeable>
                <TextField
                  document={document}
                  path="$.displayName"
                  label={text('settings.displayName')}
                  help={text('settings.displayNameHelp')}
                  isRequired
                />
                <ChoiceField
                  document={document}
                  path="$.defaultLanguage"
                  label={text('settings.defaultLanguage')}
                  help={text('settings.defaultLanguageHelp')}
                  choices={languages.map((language) => [language, languageNames[language]])}
                />
                <TextField
                  document={document}
                  path="$.mail.senderName"
                  label={text('settings.senderName')}
                  help={text('settings.senderNameHelp')}
                />
                <TextField
                  document={document}
                  path="$.extendedLoginDays"
                  kind="number"
                  label={text('settings.extendedLoginDays')}
                  help={text('settings.extendedLoginDaysHelp')}
                />
              </Changeable>
            )}
          </DocumentForm>
        )}
      </Edited>
    </Section>
  );
}
