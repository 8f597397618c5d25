import { Content } from '@patternfly/react-core';
import { Table, Tbody, Td, Tr } from '@patternfly/react-table';
import { Link } from 'react-router';
import type { components } from '../../api/schema.js';
import { useText } from '../../language/use-messages.js';
import { Code } from '../../parts/code.js';
import { HeaderRow } from '../../parts/header-row.js';
import { Prose } from '../../parts/prose.js';
import { Status } from '../../parts/status.js';

type Check = Pick<components['schemas']['DiagnosisCheck'], 'verdict' | 'path' | 'seen' | 'expected' | 'remedy'> & {
  readonly id: string;
};

/** What was looked at, seen and expected; the setting it speaks of is a link to where it is changed. */
export function CheckList({
  checks,
  provider,
}: {
  readonly checks: readonly Check[];
  readonly provider: string | null;
}) {
  const text = useText();
  return (
    <Table aria-label={text('diagnosis.title')} variant="compact" gridBreakPoint="grid-lg">
      <HeaderRow
        titles={[text('field.status'), text('diagnosis.setting'), text('diagnosis.seen'), text('diagnosis.expected')]}
      />
      <Tbody>
        {checks.map(({ id, verdict, path, seen, expected, remedy }) => (
          <Tr key={`${id} ${path}`}>
            <Td dataLabel={text('field.status')}>
              <Status value={verdict} />
            </Td>
            <Td dataLabel={text('diagnosis.setting')} modifier="breakWord">
              {provider === null ? (
                <Code>{path}</Code>
              ) : (
                <Link to={`/providers/${provider}/edit?at=${encodeURIComponent(path)}`}>
                  <Code>{path}</Code>
                </Link>
              )}
              <Content component="small">{id}</Content>
            </Td>
            <Td dataLabel={text('diagnosis.seen')} modifier="breakWord">
              <Prose>{seen}</Prose>
            </Td>
            <Td dataLabel={text('diagnosis.expected')} modifier="breakWord">
              <Prose>{expected}</Prose>
              {remedy !== null && (
                <Content component="p">
                  <Prose>{remedy}</Prose>
                </Content>
              )}
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}
