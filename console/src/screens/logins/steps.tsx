import { Content } from '@patternfly/react-core';
import { Table, Tbody, Td, Tr } from '@patternfly/react-table';
import type { components } from '../../api/schema.js';
import { useText } from '../../language/use-messages.js';
import { Code } from '../../parts/code.js';
import { HeaderRow } from '../../parts/header-row.js';
import { Duration } from '../../parts/moment.js';
import { Prose } from '../../parts/prose.js';
import { Status } from '../../parts/status.js';

type Step = components['schemas']['StepRecord'];

/** Every call and judgement of a login, without secrets. */
export function Steps({ steps }: { readonly steps: readonly Step[] }) {
  const text = useText();
  if (steps.length === 0) return <p>{text('step.none')}</p>;
  return (
    <Table aria-label={text('step.title')} variant="compact" gridBreakPoint="grid-lg">
      <HeaderRow
        titles={[
          text('step.step'),
          text('step.outcome'),
          text('step.request'),
          text('step.answer'),
          text('step.duration'),
        ]}
      />
      <Tbody>
        {steps.map((step) => (
          <Tr key={`${step.step} ${step.name ?? ''} ${step.call ?? ''} ${step.startedAt}`}>
            <Td dataLabel={text('step.step')}>
              {step.step} {step.name}
            </Td>
            <Td dataLabel={text('step.outcome')} modifier="breakWord">
              {step.outcome === 'ok' ? <Status value="ok" /> : <Code>{step.outcome}</Code>}
              {step.detail !== undefined && (
                <Content component="small">
                  <Prose>{step.detail}</Prose>
                </Content>
              )}
            </Td>
            <Td dataLabel={text('step.request')} modifier="breakWord">
              {step.request === undefined ? '–' : <code>{`${step.request.method} ${step.request.url}`}</code>}
            </Td>
            <Td dataLabel={text('step.answer')}>
              {step.response === undefined ? '–' : `${step.response.status} ${step.response.mediaType ?? ''}`}
            </Td>
            <Td dataLabel={text('step.duration')}>
              <Duration ms={step.durationMs} />
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}
