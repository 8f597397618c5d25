import { Content } from '@patternfly/react-core';
import { Table, Tbody, Td, Tr } from '@patternfly/react-table';
import { Link } from 'react-router';
import type { components } from '../../api/schema.js';
import { useNamed, useText } from '../../language/use-messages.js';
import { Code } from '../../parts/code.js';
import { HeaderRow } from '../../parts/header-row.js';
import { Prose } from '../../parts/prose.js';
import { Status } from '../../parts/status.js';

type Verdict = components['schemas']['Verdict'];

/** What was compared with what, and how it ended. Values of people are in the trail, for those who may disclose them. */
export function Verdicts({
  verdicts,
  provider,
}: {
  readonly verdicts: readonly Verdict[];
  readonly provider: string | null;
}) {
  const text = useText();
  const named = useNamed();
  return (
    <Table aria-label={text('login.verdicts')} variant="compact" gridBreakPoint="grid-lg">
      <HeaderRow
        titles={[
          text('verdict.result'),
          text('mapping.path'),
          text('mapping.action'),
          text('mapping.target'),
          text('mapping.compare'),
          text('verdict.why'),
        ]}
      />
      <Tbody>
        {verdicts.map(({ source, path, action, target, compare, result, detail, expectedFrom }) => (
          <Tr key={`${source} ${path} ${target}`}>
            <Td dataLabel={text('verdict.result')}>
              <Status value={result} />
            </Td>
            <Td dataLabel={text('mapping.path')} modifier="breakWord">
              {provider === null ? (
                <Code>{path}</Code>
              ) : (
                <Link to={`/providers/${provider}/edit`}>
                  <Code>{path}</Code>
                </Link>
              )}
              <Content component="small">{source}</Content>
            </Td>
            <Td dataLabel={text('mapping.action')}>{named('mapping', action)}</Td>
            <Td dataLabel={text('mapping.target')} modifier="breakWord">
              <Code>{target}</Code>
              {expectedFrom !== undefined && (
                <Content component="small">{text('verdict.expectedFrom', { from: expectedFrom })}</Content>
              )}
            </Td>
            <Td dataLabel={text('mapping.compare')}>{compare ?? '–'}</Td>
            <Td dataLabel={text('verdict.why')} modifier="breakWord">
              <Prose>{detail}</Prose>
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}
