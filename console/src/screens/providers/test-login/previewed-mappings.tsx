import { Content } from '@patternfly/react-core';
import { Table, Tbody, Td, Tr } from '@patternfly/react-table';
import { Link } from 'react-router';
import type { components } from '../../../api/schema.js';
import { useText } from '../../../language/use-messages.js';
import { Code } from '../../../parts/code.js';
import { HeaderRow } from '../../../parts/header-row.js';
import { Prose } from '../../../parts/prose.js';
import { Status } from '../../../parts/status.js';

type Previewed = components['schemas']['PreviewedMapping'];

/** What each mapping makes of the claims, and what was probably meant where it finds nothing. */
export function PreviewedMappings({
  mappings,
  provider,
}: {
  readonly mappings: readonly Previewed[];
  readonly provider: string;
}) {
  const text = useText();
  if (mappings.length === 0) return <p>{text('provider.noMappings')}</p>;
  return (
    <Table aria-label={text('testLogin.verdicts')} variant="compact" gridBreakPoint="grid-lg">
      <HeaderRow
        titles={[
          text('verdict.result'),
          text('mapping.path'),
          text('mapping.target'),
          text('verdict.value'),
          text('verdict.why'),
        ]}
      />
      <Tbody>
        {mappings.map(({ source, path, target, found, value, verdict, suggestions, repair }) => (
          <Tr key={`${source} ${path} ${target}`}>
            <Td dataLabel={text('verdict.result')}>
              <Status value={verdict.result} />
            </Td>
            <Td dataLabel={text('mapping.path')} modifier="breakWord">
              <Code>{path}</Code>
              <Content component="small">{source}</Content>
            </Td>
            <Td dataLabel={text('mapping.target')} modifier="breakWord">
              <Code>{target}</Code>
            </Td>
            <Td dataLabel={text('verdict.value')} modifier="breakWord">
              {found ? <Code>{JSON.stringify(value)}</Code> : '–'}
            </Td>
            <Td dataLabel={text('verdict.why')} modifier="breakWord">
              <Prose>{verdict.detail}</Prose>
              {repair !== null && (
                <Content component="p">
                  <Prose>{repair}</Prose>
                </Content>
              )}
              {suggestions.map((suggestion) => (
                <Content component="p" key={suggestion.path}>
                  <Link to={`/providers/${provider}/edit`}>{text('verdict.meant')}</Link> <Code>{suggestion.path}</Code>
                </Content>
              ))}
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}
