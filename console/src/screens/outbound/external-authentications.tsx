import { Button, Form, FormGroup, InputGroup, InputGroupItem, TextInput } from '@patternfly/react-core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, Route, Routes, useNavigate } from 'react-router';
import { answered } from '../../api/client.js';
import type { components } from '../../api/schema.js';
import { useApi } from '../../api/use-api.js';
import { useMay } from '../../authentication/use-authentication.js';
import { useText } from '../../language/use-messages.js';
import { DocumentEditor } from '../../parts/json/document-editor.js';
import { CsvExport } from '../../parts/list/csv-export.js';
import { ListTable } from '../../parts/list/list-table.js';
import { useFilters } from '../../parts/list/use-filters.js';
import { Moment } from '../../parts/moment.js';
import { Screen } from '../../parts/screen.js';
import { Section } from '../../parts/section.js';
import { ProblemAlert } from '../../parts/states/failed.js';
import { NotFound } from '../../parts/states/not-found.js';
import { ExternalAuthenticationDetail } from './external-authentication-detail.js';
import { ExternalForm } from './external-form.js';

type External = components['schemas']['ExternalAuthentication'];
type Request = components['schemas']['ExternalAuthenticationRequest'];

export default function ExternalAuthentications() {
  return (
    <Routes>
      <Route index element={<ExternalList />} />
      <Route path="new" element={<NewExternal />} />
      <Route path=":id" element={<ExternalAuthenticationDetail />} />
      <Route path="*" element={<NotFound />} />
    </Routes>
  );
}

/** How a configuration authenticates, in one line. */
function meansOf({ mutualTls, headers, oAuthConfiguration }: External): string {
  return [
    ...(mutualTls?.enabled === true ? [`mTLS ${mutualTls.clientCertificate ?? ''}`] : []),
    ...headers.map(({ name }) => name),
    ...(oAuthConfiguration === null
      ? []
      : [oAuthConfiguration.jwtBearerConfig === undefined ? 'client_credentials' : 'jwt-bearer']),
  ].join(', ');
}

function ExternalList() {
  const text = useText();
  const may = useMay();
  const api = useApi();
  const navigate = useNavigate();
  const { cursor, turnTo } = useFilters([]);
  const query = useQuery({
    queryKey: ['external', 'list', cursor],
    queryFn: () =>
      answered(
        api.GET('/v1/external-authentications', {
          params: { query: { limit: 50, ...(cursor === undefined ? {} : { cursor }) } },
        }),
      ),
  });
  const add = (
    <Button
      isDisabled={!may('external-authentications:create')}
      onClick={() => void navigate('/external-authentications/new')}
    >
      {text('external.add')}
    </Button>
  );
  return (
    <Screen
      title={text('external.title')}
      description={text('external.description')}
      actions={
        <>
          <CsvExport path="/v1/external-authentications" name="external-authentications" />
          {add}
        </>
      }
    >
      <WhichApplies />
      <ListTable<External>
        caption={text('external.title')}
        query={query}
        keyOf={({ id }) => id}
        cursor={cursor}
        turnTo={turnTo}
        empty={{ title: text('external.empty.title'), text: text('external.empty.text'), action: add }}
        columns={[
          {
            title: text('field.url'),
            cell: ({ id, url }) => <Link to={`/external-authentications/${id}`}>{url}</Link>,
          },
          { title: text('external.match'), cell: ({ match }) => match },
          { title: text('external.means'), cell: meansOf },
          { title: text('field.changed'), cell: ({ updatedAt }) => <Moment at={updatedAt} /> },
        ]}
      />
    </Screen>
  );
}

/** Which configuration a call to a URL would use, and why. */
function WhichApplies() {
  const text = useText();
  const api = useApi();
  const [url, setUrl] = useState('');
  const match = useMutation({
    mutationFn: () => answered(api.GET('/v1/external-authentications:match', { params: { query: { url } } })),
  });
  return (
    <Section title={text('external.which')}>
      <Form
        onSubmit={(event) => {
          event.preventDefault();
          match.mutate();
        }}
      >
        <FormGroup label={text('field.url')} fieldId="which-url">
          <InputGroup>
            <InputGroupItem isFill>
              <TextInput id="which-url" type="url" value={url} onChange={(_event, value) => setUrl(value)} />
            </InputGroupItem>
            <InputGroupItem>
              <Button type="submit" variant="control">
                {text('external.ask')}
              </Button>
            </InputGroupItem>
          </InputGroup>
        </FormGroup>
      </Form>
      <div aria-live="polite">
        <ProblemAlert error={match.error} />
        {match.data !== undefined && (
          <p>
            {match.data.externalAuthentication !== null && (
              <Link to={`/external-authentications/${match.data.externalAuthentication.id}`}>
                {match.data.externalAuthentication.url}
              </Link>
            )}{' '}
            {match.data.explanation}
          </p>
        )}
      </div>
    </Section>
  );
}

function NewExternal() {
  const text = useText();
  const api = useApi();
  const navigate = useNavigate();
  const queries = useQueryClient();
  return (
    <Screen title={text('external.add')} parent={{ to: '/external-authentications', title: text('external.title') }}>
      <DocumentEditor
        needs="external-authentications:create"
        initial={{ url: 'https://', match: 'prefix' }}
        schema="ExternalAuthenticationRequest"
        saveLabel={text('action.save')}
        cancel={() => void navigate('/external-authentications')}
        save={async (body) => {
          const made = await answered(api.POST('/v1/external-authentications', { body: body as Request }));
          await queries.invalidateQueries({ queryKey: ['external'] });
          void navigate(`/external-authentications/${made.id}`);
        }}
        form={(document) => <ExternalForm document={document} />}
      />
    </Screen>
  );
}
