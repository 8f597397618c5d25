import { Table, Tbody, Td, Tr } from '@patternfly/react-table';
import { Link } from 'react-router';
import { useNamed, useText } from '../../language/use-messages.js';
import { Code } from '../../parts/code.js';
import { HeaderRow } from '../../parts/header-row.js';
import { mappingsOf, pathOf } from './mappings.js';
import type { Provider } from './provider-queries.js';

/** What is done with which claim. */
export function MappingTable({ provider }: { readonly provider: Provider }) {
  const text = useText();
  const named = useNamed();
  const mappings = mappingsOf(provider);
  if (mappings.length === 0) return <p>{text('provider.noMappings')}</p>;
  return (
    <Table aria-label={text('provider.mappings')} variant="compact" gridBreakPoint="grid-md">
      <HeaderRow
        titles={[
          text('mapping.source'),
          text('mapping.path'),
          text('mapping.action'),
          text('mapping.target'),
          text('mapping.compare'),
        ]}
      />
      <Tbody>
        {mappings.map(({ source, at, mapping }) => (
          <Tr key={at}>
            <Td dataLabel={text('mapping.source')}>{source}</Td>
            <Td dataLabel={text('mapping.path')} modifier="breakWord">
              <Link to={`/providers/${provider.name}/edit?at=${encodeURIComponent(at)}`}>
                <Code>{pathOf(mapping)}</Code>
              </Link>
            </Td>
            <Td dataLabel={text('mapping.action')}>{named('mapping', mapping.action)}</Td>
            <Td dataLabel={text('mapping.target')}>
              <Code>{mapping.target}</Code>
            </Td>
            <Td dataLabel={text('mapping.compare')}>{mapping.action === 'validate' ? mapping.compare : '–'}</Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}
