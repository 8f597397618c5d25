import {
  ActionGroup,
  Alert,
  Button,
  Form,
  FormGroup,
  FormHelperText,
  HelperText,
  HelperTextItem,
  List,
  ListItem,
  StackItem,
  TextArea,
  TextInput,
} from '@patternfly/react-core';
import { useText } from '../../../language/use-messages.js';
import { Copyable } from '../../../parts/copyable.js';
import { Prose } from '../../../parts/prose.js';
import { Section } from '../../../parts/section.js';
import { fillTemplate } from './fill-template.js';
import type { Template } from './template.js';

interface TemplateQuestionsProps {
  readonly template: Template;
  readonly answers: Readonly<Record<string, string>>;
  readonly setAnswers: (answers: Readonly<Record<string, string>>) => void;
  readonly done: (body: unknown) => void;
  readonly back: () => void;
}

/** What has to be done at the provider, and what only the admin knows. */
export function TemplateQuestions({ template, answers, setAnswers, done, back }: TemplateQuestionsProps) {
  const text = useText();
  return (
    <>
      <Section title={text('newProvider.steps')}>
        <List component="ol">
          {template.steps.map((step) => (
            <ListItem key={step}>
              <Prose>{step}</Prose>
            </ListItem>
          ))}
        </List>
        <div>
          {text('field.redirectUri')}: <Copyable label={text('field.redirectUri')}>{template.redirectUri}</Copyable>
        </div>
        <a href={template.documentation} target="_blank" rel="noreferrer">
          {text('newProvider.documentation')}
        </a>
      </Section>
      <Section title={text('newProvider.questions')}>
        <Form
          onSubmit={(event) => {
            event.preventDefault();
            done(fillTemplate(template.body, answers));
          }}
        >
          {template.inputs.map(({ name, title, whereToFind, example, secret }) => {
            const id = `question-${name}`;
            const answer = answers[name] ?? '';
            const set = (value: string): void => setAnswers({ ...answers, [name]: value });
            return (
              <FormGroup key={name} label={title} fieldId={id} isRequired>
                {secret && example.startsWith('-----BEGIN') ? (
                  <TextArea
                    id={id}
                    value={answer}
                    rows={4}
                    isRequired
                    aria-describedby={`${id}-help`}
                    onChange={(_event, value) => set(value)}
                  />
                ) : (
                  <TextInput
                    id={id}
                    type={secret ? 'password' : 'text'}
                    autoComplete="off"
                    value={answer}
                    isRequired
                    aria-describedby={`${id}-help`}
                    onChange={(_event, value) => set(value)}
                  />
                )}
                <FormHelperText id={`${id}-help`}>
                  <HelperText>
                    <HelperTextItem>
                      <Prose>{whereToFind}</Prose>
                    </HelperTextItem>
                    {!secret && <HelperTextItem>{text('newProvider.example', { example })}</HelperTextItem>}
                  </HelperText>
                </FormHelperText>
              </FormGroup>
            );
          })}
          <ActionGroup>
            <Button type="submit">{text('newProvider.next')}</Button>
            <Button variant="link" onClick={back}>
              {text('action.back')}
            </Button>
          </ActionGroup>
        </Form>
      </Section>
      {template.remarks.length + template.assumed.length > 0 && (
        <StackItem>
          <Alert component="p" isInline variant="info" title={text('newProvider.remarks')}>
            <List>
              {[...template.remarks, ...template.assumed.map((what) => text('newProvider.assumed', { what }))].map(
                (remark) => (
                  <ListItem key={remark}>
                    <Prose>{remark}</Prose>
                  </ListItem>
                ),
              )}
            </List>
          </Alert>
        </StackItem>
      )}
    </>
  );
}
