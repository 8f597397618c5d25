import { useState } from 'react';
import { useNavigate } from 'react-router';
import { answered } from '../../../api/client.js';
import { useApi } from '../../../api/use-api.js';
import { useText } from '../../../language/use-messages.js';
import { DocumentEditor } from '../../../parts/json/document-editor.js';
import { Screen } from '../../../parts/screen.js';
import { ProviderForm } from '../edit/provider-form.js';
import { type ProviderRequest, useForgetProviders } from '../provider-queries.js';
import { otherProvider } from './other-provider.js';
import type { Template } from './template.js';
import { TemplateChoice } from './template-choice.js';
import { TemplateQuestions } from './template-questions.js';

/** From a template, over its questions, to the whole configuration. */
export function NewProvider() {
  const text = useText();
  const api = useApi();
  const navigate = useNavigate();
  const forget = useForgetProviders();
  const [template, setTemplate] = useState<Template | null>(null);
  const [body, setBody] = useState<unknown>(null);
  const parent = { to: '/providers', title: text('providers.title') };
  if (template === null && body === null)
    return (
      <Screen title={text('newProvider.title')} parent={parent} description={text('newProvider.choose')}>
        <TemplateChoice choose={setTemplate} chooseOther={(issuer) => setBody(otherProvider(issuer))} />
      </Screen>
    );
  if (template !== null && body === null)
    return (
      <Screen title={template.title} parent={parent} description={template.summary}>
        <TemplateQuestions template={template} done={setBody} back={() => setTemplate(null)} />
      </Screen>
    );
  return (
    <Screen title={text('newProvider.check')} parent={parent} description={text('newProvider.checkText')}>
      <DocumentEditor
        needs="providers:write"
        initial={body}
        schema="ProviderRequest"
        saveLabel={text('newProvider.create')}
        cancel={() => setBody(null)}
        save={async (configured) => {
          const provider = await answered(api.POST('/v1/providers', { body: configured as ProviderRequest }));
          await forget();
          void navigate(`/providers/${provider.name}`, { state: { created: true } });
        }}
        form={(document) => <ProviderForm document={document} />}
      />
    </Screen>
  );
}
