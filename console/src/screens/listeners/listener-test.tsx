import { Button } from '@patternfly/react-core';
import { Table, Tbody, Td, Tr } from '@patternfly/react-table';
import { useMutation } from '@tanstack/react-query';
import { answered } from '../../api/client.js';
import { useApi } from '../../api/use-api.js';
import { useMay } from '../../authentication/use-authentication.js';
import { useText } from '../../language/use-messages.js';
import { Code } from '../../parts/code.js';
import { HeaderRow } from '../../parts/header-row.js';
import { JsonText } from '../../parts/json/json-text.js';
import { Duration } from '../../parts/moment.js';
import { Section } from '../../parts/section.js';
import { ProblemAlert } from '../../parts/states/failed.js';
import { Status } from '../../parts/status.js';

/** Sends a test event and shows what came back. */
export function ListenerTest({ name }: { readonly name: string }) {
  const text = useText();
  const may = useMay();
  const api = useApi();
  const test = useMutation({
    mutationFn: () => answered(api.POST('/v1/listeners/{name}/test', { params: { path: { name } } })),
  });
  const result = test.data;
  return (
    <Section
      title={text('listener.test')}
      actions={
        <Button
          variant="secondary"
          isLoading={test.isPending}
          isDisabled={test.isPending || !may('listeners:write')}
          onClick={() => test.mutate()}
        >
          {text('listener.testStart')}
        </Button>
      }
    >
      <div aria-live="polite">
        {test.isIdle && <p>{text('listener.testText')}</p>}
        <ProblemAlert error={test.error} />
        {result !== undefined && (
          <>
            <p>
              <Status value={result.verdict} /> HTTP {result.status ?? '–'}, <Duration ms={result.durationMs} />
            </p>
            {result.checks.length > 0 && (
              <Table aria-label={text('listener.test')} variant="compact" gridBreakPoint="grid-lg">
                <HeaderRow
                  titles={[
                    text('field.status'),
                    text('diagnosis.setting'),
                    text('diagnosis.seen'),
                    text('diagnosis.expected'),
                  ]}
                />
                <Tbody>
                  {result.checks.map(({ id, verdict, path, seen, expected, remedy }) => (
                    <Tr key={id}>
                      <Td dataLabel={text('field.status')}>
                        <Status value={verdict} />
                      </Td>
                      <Td dataLabel={text('diagnosis.setting')}>
                        <Code>{path ?? id}</Code>
                      </Td>
                      <Td dataLabel={text('diagnosis.seen')} modifier="breakWord">
                        {seen}
                      </Td>
                      <Td dataLabel={text('diagnosis.expected')} modifier="breakWord">
                        {expected} {remedy}
                      </Td>
                    </Tr>
                  ))}
                </Tbody>
              </Table>
            )}
            {result.answer !== null && <JsonText value={result.answer} />}
          </>
        )}
      </div>
    </Section>
  );
}
