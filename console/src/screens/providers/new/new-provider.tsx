import { useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
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

/** From a template, over its questions, to the whole configuration: each a step that the browser's own way back knows. */
export function NewProvider() {
  const text = useText();
  const api = useApi();
  const navigate = useNavigate();
  const forget = useForgetProviders();
  const [parameters, setParameters] = useSearchParams();
  const [address, setAddress] = useState('');
  const [template, setTemplate] = useState<Template | null>(null);
  const [answers, setAnswers] = useState<Readonly<Record<string, string>>>({});
  const [body, setBody] = useState<unknown>(null);
  const check = (filled: unknown): void => {
    setBody(filled);
    setParameters({ step: 'check' });
  };
  const back = (): void => void navigate(-1);
  // What was chosen and answered is not in the address: whoever comes by it begins at the beginning.
  const asked = parameters.get('step');
  const step =
    asked === 'check' && body !== null ? 'check' : asked !== null && template !== null ? 'questions' : 'choice';
  const parent = { to: '/providers', title: text('providers.title') };
  if (step === 'choice')
    return (
      <Screen title={text('newProvider.title')} parent={parent} description={text('newProvider.choose')}>
        <TemplateChoice
          address={address}
          setAddress={setAddress}
          choose={(chosen) => {
            if (chosen.id !== template?.id) setAnswers({});
            setTemplate(chosen);
            setParameters({ step: 'questions' });
          }}
          chooseOther={(provider) => check(otherProvider(provider))}
        />
      </Screen>
    );
  if (step === 'questions' && template !== null)
    return (
      <Screen title={template.title} parent={parent} description={template.summary}>
        <TemplateQuestions template={template} answers={answers} setAnswers={setAnswers} done={check} back={back} />
      </Screen>
    );
  return (
    <Screen title={text('newProvider.check')} parent={parent} description={text('newProvider.checkText')}>
      <DocumentEditor
        needs="providers:write"
        initial={body}
        schema="ProviderRequest"
        saveLabel={text('newProvider.create')}
        cancel={back}
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
