import { Content } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { answered } from '../../api/client.js';
import type { components } from '../../api/schema.js';
import { useApi } from '../../api/use-api.js';
import { useText } from '../../language/use-messages.js';
import { Code } from '../../parts/code.js';
import { Moment } from '../../parts/moment.js';
import { Unanswered } from '../../parts/states/unanswered.js';
import { Status } from '../../parts/status.js';

type Check = components['schemas']['AuditCheck'];

/** When everything was last checked, by whoever runs the service, and what was new since. */
export function WholeCheck() {
  const text = useText();
  const api = useApi();
  const query = useQuery({ queryKey: ['log', 'checks'], queryFn: () => answered(api.GET('/v1/audit/checks')) });
  if (query.data === undefined) return <Unanswered query={query} />;
  const { whole, new: ofNew } = query.data;
  return (
    <>
      {whole === null ? (
        <>
          {text('log.checkedNever')} <Code>countersign audit check</Code>
        </>
      ) : (
        <Result check={whole} />
      )}
      {ofNew !== null && (whole === null || ofNew.checkedAt > whole.checkedAt) && (
        <div>
          {text('log.checkedNew')} <Result check={ofNew} />
        </div>
      )}
    </>
  );
}

function Result({ check: { checkedAt, inOrder, events, host, difference } }: { readonly check: Check }) {
  const text = useText();
  return (
    <>
      <Moment at={checkedAt} seconds /> <Status value={inOrder ? 'ok' : 'fault'} />{' '}
      {events !== null && text('log.checkedEvents', { count: events })}
      {host !== null && <> · {host}</>}
      {difference !== null && <Content component="p">{difference}</Content>}
    </>
  );
}
