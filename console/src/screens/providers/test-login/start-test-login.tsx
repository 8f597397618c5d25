import { Button, Content, Form, FormGroup, Grid, GridItem, TextInput } from '@patternfly/react-core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { answered } from '../../../api/client.js';
import { useApi } from '../../../api/use-api.js';
import { useMay } from '../../../authentication/use-authentication.js';
import { useText } from '../../../language/use-messages.js';
import { Section } from '../../../parts/section.js';
import { ProblemAlert } from '../../../parts/states/failed.js';
import type { Provider } from '../provider-queries.js';

const fields = ['email', 'firstName', 'lastName', 'phoneNumber'] as const;

type Expected = Partial<Record<(typeof fields)[number], string>>;

/** Whom the last test login at each provider expected: a test is seldom the only one. */
const lastExpected = new Map<string, Expected>();

/** A login of one's own at the provider, compared with a person whom a workflow would expect. */
export function StartTestLogin({ provider }: { readonly provider: Provider }) {
  const text = useText();
  const may = useMay();
  const api = useApi();
  const { name } = provider;
  const navigate = useNavigate();
  const [recipient, setRecipient] = useState<Expected>(lastExpected.get(name) ?? {});
  const resultOf = (id: string): string => `/providers/${name}/test-logins/${id}`;
  const start = useMutation({
    mutationFn: () => {
      lastExpected.set(name, recipient);
      const given = Object.fromEntries(Object.entries(recipient).filter(([, value]) => value !== ''));
      return answered(
        api.POST('/v1/providers/{name}/test-logins', { params: { path: { name } }, body: { recipient: given } }),
      );
    },
  });
  return (
    <Section title={text('testLogin.title')}>
      <Content component="p">{text('testLogin.text')}</Content>
      {start.data === undefined ? (
        <Form
          onSubmit={(event) => {
            event.preventDefault();
            start.mutate();
          }}
        >
          <Grid hasGutter sm={6} lg={3}>
            {fields.map((field) => (
              <GridItem key={field}>
                <FormGroup label={text(`field.${field}`)} fieldId={`recipient-${field}`}>
                  <TextInput
                    id={`recipient-${field}`}
                    value={recipient[field] ?? ''}
                    autoComplete="off"
                    onChange={(_event, value) => setRecipient({ ...recipient, [field]: value })}
                  />
                </FormGroup>
              </GridItem>
            ))}
          </Grid>
          <ProblemAlert error={start.error} />
          <div>
            <Button
              type="submit"
              variant="secondary"
              isLoading={start.isPending}
              isDisabled={start.isPending || !may('providers:write')}
            >
              {text('testLogin.start')}
            </Button>
          </div>
        </Form>
      ) : (
        <p className="links">
          <a
            className="pf-v6-c-button pf-m-primary"
            href={start.data.url}
            target="_blank"
            rel="noreferrer"
            // The other tab is opened all the same; this one waits there for what comes of it.
            onClick={() => void navigate(resultOf(start.data.id))}
          >
            {text('testLogin.open')}
          </a>
          <Link to={resultOf(start.data.id)}>{text('testLogin.result')}</Link>
        </p>
      )}
    </Section>
  );
}
