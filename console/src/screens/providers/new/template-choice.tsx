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
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answered } from '../../../api/client.js';
import { useApi } from '../../../api/use-api.js';
import { useText } from '../../../language/use-messages.js';
import { ProblemAlert } from '../../../parts/states/failed.js';
import { Unanswered } from '../../../parts/states/unanswered.js';
import type { DetectedProvider } from './other-provider.js';
import type { Template } from './template.js';

interface TemplateChoiceProps {
  /** Of the provider, as somebody types it. */
  readonly address: string;
  readonly setAddress: (address: string) => void;
  readonly choose: (template: Template) => void;
  /** No template fits; of the provider is known what its metadata say, or its address alone, which may be empty. */
  readonly chooseOther: (provider: DetectedProvider) => void;
}

/** Where its metadata are, without which an address is the issuer (OpenID Connect Discovery §4). */
const DISCOVERY = '/.well-known/openid-configuration';

/** Milliseconds within which a provider is not asked again for what it has just said. */
const JUST_NOW = 60_000;

/** Every template, or those that fit an address of the provider that somebody pastes. */
export function TemplateChoice({ address, setAddress, choose, chooseOther }: TemplateChoiceProps) {
  const text = useText();
  const api = useApi();
  const queries = useQueryClient();
  const [detect, setDetect] = useState(address.trim());
  const [words, setWords] = useState('');
  const every = useQuery({
    queryKey: ['templates', ''],
    queryFn: () => answered(api.GET('/v1/provider-templates', { params: { query: { limit: 100 } } })),
  });
  const detecting = (at: string) => ({
    queryKey: ['templates', at],
    queryFn: () => answered(api.GET('/v1/provider-templates', { params: { query: { limit: 100, detect: at } } })),
  });
  // What an address is refused for is mended by the person, not by time.
  const detected = useQuery({ ...detecting(detect), enabled: detect !== '', staleTime: 0 });
  const typed = address.trim();
  const other = useMutation({
    // Its metadata may not be there yet, or not for us: then the address alone has to do, and a diagnosis says what is wrong.
    mutationFn: async (): Promise<DetectedProvider> => {
      const asked =
        typed === '' ? null : await queries.query({ ...detecting(typed), staleTime: JUST_NOW }).catch(() => null);
      return asked?.detected ?? { issuer: typed.replace(DISCOVERY, '') };
    },
    onSuccess: chooseOther,
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
            if (typed === detect) void detected.refetch();
            else setDetect(typed);
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
            <Card isClickable isFullHeight isSelected={isNoneFound} isDisabled={other.isPending}>
              <CardHeader
                selectableActions={{
                  onClickAction: () => other.mutate(),
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
