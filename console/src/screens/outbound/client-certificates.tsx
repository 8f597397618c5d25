import {
  ActionGroup,
  Button,
  Form,
  FormGroup,
  FormSelect,
  FormSelectOption,
  Switch,
  TextInput,
} from '@patternfly/react-core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answered } from '../../api/client.js';
import type { components } from '../../api/schema.js';
import { useApi } from '../../api/use-api.js';
import { useMay } from '../../authentication/use-authentication.js';
import { useText } from '../../language/use-messages.js';
import { Confirm } from '../../parts/confirm.js';
import { DownloadButton } from '../../parts/download-button.js';
import { JsonText } from '../../parts/json/json-text.js';
import { CsvExport } from '../../parts/list/csv-export.js';
import { Moment } from '../../parts/moment.js';
import { Screen } from '../../parts/screen.js';
import { Section } from '../../parts/section.js';
import { ProblemAlert } from '../../parts/states/failed.js';
import { Unanswered } from '../../parts/states/unanswered.js';
import { Status } from '../../parts/status.js';

type ClientCertificate = components['schemas']['ClientCertificate'];

const keyTypes = ['EC-P256', 'RSA-2048', 'RSA-3072', 'RSA-4096'] as const;

/** What we present to others, with each version on a line of its own: overlap while rotating is seen. */
export default function ClientCertificates() {
  const text = useText();
  const api = useApi();
  const may = useMay();
  const query = useQuery({
    queryKey: ['client-certificates'],
    queryFn: () => answered(api.GET('/v1/client-certificates', { params: { query: { limit: 100 } } })),
  });
  return (
    <Screen
      title={text('certificates.title')}
      description={text('certificates.description')}
      actions={<CsvExport path="/v1/client-certificates" name="client-certificates" />}
    >
      <Unanswered query={query} />
      {(query.data?.items ?? []).map((certificate) => (
        <Certificate key={certificate.name} certificate={certificate} />
      ))}
      {query.isSuccess && query.data.items.length === 0 && <p>{text('certificates.empty')}</p>}
      {may('client-certificates:write') && <NewCertificate />}
    </Screen>
  );
}

function Certificate({ certificate }: { readonly certificate: ClientCertificate }) {
  const text = useText();
  const api = useApi();
  const may = useMay();
  const queries = useQueryClient();
  const { name, certificates, csr } = certificate;
  return (
    <Section
      title={name}
      actions={
        <>
          <DownloadButton
            label="PEM"
            path={`/v1/client-certificates/${name}/pem`}
            accept="application/pem-certificate-chain"
            name={`${name}.pem`}
          />{' '}
          <Confirm
            danger
            label={text('action.delete')}
            title={text('certificates.delete', { name })}
            consequences={<p>{text('certificates.deleteText')}</p>}
            isDisabled={!may('client-certificates:write')}
            act={async () => {
              await api.DELETE('/v1/client-certificates/{name}', { params: { path: { name } } });
              await queries.invalidateQueries({ queryKey: ['client-certificates'] });
            }}
          />
        </>
      }
    >
      <ul className="rows">
        {certificates.map((version) => (
          <li key={version.version}>
            <Status value={version.status} />
            <span>{version.subject}</span>
            <span>
              <Moment at={version.notBefore} /> – <Moment at={version.notAfter} />
            </span>
          </li>
        ))}
      </ul>
      {csr !== undefined && <JsonText value={csr} />}
    </Section>
  );
}

function NewCertificate() {
  const text = useText();
  const api = useApi();
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [subject, setSubject] = useState('CN=');
  const [keyType, setKeyType] = useState<(typeof keyTypes)[number]>('EC-P256');
  const [selfSigned, setSelfSigned] = useState(false);
  const make = useMutation({
    mutationFn: () =>
      answered(api.POST('/v1/client-certificates', { body: { name, generate: { subject, keyType, selfSigned } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['client-certificates'] }),
  });
  return (
    <Section title={text('certificates.new')}>
      <Form
        onSubmit={(event) => {
          event.preventDefault();
          make.mutate();
        }}
      >
        <ProblemAlert error={make.error} />
        <FormGroup label={text('field.name')} fieldId="certificate-name" isRequired>
          <TextInput id="certificate-name" value={name} onChange={(_event, value) => setName(value)} />
        </FormGroup>
        <FormGroup label={text('certificates.subject')} fieldId="certificate-subject" isRequired>
          <TextInput id="certificate-subject" value={subject} onChange={(_event, value) => setSubject(value)} />
        </FormGroup>
        <FormGroup label={text('certificates.key')} fieldId="certificate-key">
          <FormSelect
            id="certificate-key"
            value={keyType}
            onChange={(_event, value) => setKeyType(value as (typeof keyTypes)[number])}
          >
            {keyTypes.map((one) => (
              <FormSelectOption key={one} value={one} label={one} />
            ))}
          </FormSelect>
        </FormGroup>
        <Switch
          id="certificate-self-signed"
          label={text('certificates.selfSigned')}
          isChecked={selfSigned}
          onChange={(_event, checked) => setSelfSigned(checked)}
        />
        <ActionGroup>
          <Button type="submit" isLoading={make.isPending}>
            {text('certificates.make')}
          </Button>
        </ActionGroup>
      </Form>
    </Section>
  );
}
