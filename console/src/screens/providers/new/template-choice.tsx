import {
  Button,
  Card,
  CardBody,
  CardHeader,
  CardTitle,
  Content,
  Form,
  FormGroup,
  Gallery,
  InputGroup,
  InputGroupItem,
  SearchInput,
  StackItem,
  TextInput,
} from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answered } from '../../../api/client.js';
import { useApi } from '../../../api/use-api.js';
import { useText } from '../../../language/use-messages.js';
import { ProblemAlert } from '../../../parts/states/failed.js';
import { Unanswered } from '../../../parts/states/unanswered.js';
import type { Template } from './template.js';

interface TemplateChoiceProps {
  /** Of the provider, as somebody types it. */
  readonly address: string;
  readonly setAddress: (address: string) => void;
  readonly choose: (template: Template) => void;
  /** No template fits; what is known of the provider is its address, which may be empty. */
  readonly chooseOther: (address: string) => void;
}

/** Where its metadata are, without which an address is the issuer (OpenID Connect Discovery §4). */
const DISCOVERY = '/.well-known/openid-configuration';

/** Every template, or those that fit an address of the provider that somebody pastes. */
export function TemplateChoice({ address, setAddress, choose, chooseOther }: TemplateChoiceProps) {
  const text = useText();
  const api = useApi();
  const [detect, setDetect] = useState(address.trim());
  const [words, setWords] = useState('');
  const every = useQuery({
    queryKey: ['templates', ''],
    queryFn: () => answered(api.GET('/v1/provider-templates', { params: { query: { limit: 100 } } })),
  });
  const detected = useQuery({
    queryKey: ['templates', detect],
    enabled: detect !== '',
    // What an address is refused for is mended by the person, not by time.
    staleTime: 0,
    queryFn: () => answered(api.GET('/v1/provider-templates', { params: { query: { limit: 100, detect } } })),
  });
  const wanted = words.trim().toLowerCase();
  const found = detected.data?.items ?? [];
  const isNoneFound = detected.isSuccess && found.length === 0;
  const shown = (found.length === 0 ? (every.data?.items ?? []) : found).filter(({ title, summary }) =>
    `${title} ${summary}`.toLowerCase().includes(wanted),
  );
  return (
    <>
      <StackItem>
        <Form
          onSubmit={(event) => {
            event.preventDefault();
            if (address.trim() === detect) void detected.refetch();
            else setDetect(address.trim());
          }}
        >
          <FormGroup label={text('newProvider.address')} fieldId="detect">
            <InputGroup>
              <InputGroupItem isFill>
                <TextInput
                  id="detect"
                  type="url"
                  value={address}
                  placeholder="https://idp.example"
                  onChange={(_event, value) => setAddress(value)}
                />
              </InputGroupItem>
              <InputGroupItem>
                <Button type="submit" variant="control" isLoading={detected.isFetching}>
                  {text('newProvider.detect')}
                </Button>
              </InputGroupItem>
            </InputGroup>
          </FormGroup>
          {!detected.isFetching && <ProblemAlert error={detected.error} />}
        </Form>
      </StackItem>
      <StackItem>
        <SearchInput
          aria-label={text('newProvider.search')}
          placeholder={text('newProvider.search')}
          value={words}
          onChange={(_event, value) => setWords(value)}
          onClear={() => setWords('')}
        />
      </StackItem>
      <Unanswered query={every} />
      <StackItem aria-live="polite">
        {detected.isSuccess && <Content component="p">{text('newProvider.detected', { count: found.length })}</Content>}
        <Gallery hasGutter minWidths={{ default: '16rem' }} component="ul">
          <li>
            <Card isClickable isFullHeight isSelected={isNoneFound}>
              <CardHeader
                selectableActions={{
                  onClickAction: () => chooseOther(address.trim().replace(DISCOVERY, '')),
                  selectableActionAriaLabelledby: 'template-other',
                }}
              >
                <CardTitle id="template-other" component="h2">
                  {text('newProvider.other')}
                </CardTitle>
              </CardHeader>
              <CardBody>{text('newProvider.otherText')}</CardBody>
            </Card>
          </li>
          {shown.map((template) => (
            <li key={template.id}>
              <Card isClickable isFullHeight>
                <CardHeader
                  selectableActions={{
                    onClickAction: () => choose(template),
                    selectableActionAriaLabelledby: `template-${template.id}`,
                  }}
                >
                  <CardTitle id={`template-${template.id}`} component="h2">
                    {template.title}
                  </CardTitle>
                </CardHeader>
                <CardBody>
                  {template.summary}
                  {template.detected !== undefined && (
                    <Content component="small">
                      {text('newProvider.recognisedBy', { what: template.detected.recognisedBy.join(', ') })}
                    </Content>
                  )}
                </CardBody>
              </Card>
            </li>
          ))}
        </Gallery>
      </StackItem>
    </>
  );
}
