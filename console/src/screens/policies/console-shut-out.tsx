import { Alert } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { answered } from '../../api/client.js';
import { useApi } from '../../api/use-api.js';
import { usePerson } from '../../authentication/use-authentication.js';
import { useText } from '../../language/use-messages.js';
import type { Policy } from './use-conditions.js';

/**
 * Says that the rules let nobody into the console any more, while whoever has made them is still in. Where networks decide it says
 * nothing: the address that the service sees of this browser is not known here.
 */
export function ConsoleShutOut({ policies }: { readonly policies: readonly Policy[] }) {
  const text = useText();
  const api = useApi();
  const tenant = usePerson()?.tenant;
  const { data } = useQuery({
    // Judged anew whenever the rules are.
    queryKey: ['policies', 'console', policies],
    enabled: tenant !== undefined,
    queryFn: () =>
      answered(
        api.POST('/v1/token-policies:try', {
          body: { clientId: `console.${tenant ?? ''}`, grant: 'authorization_code' },
        }),
      ),
  });
  const refusedBy = data?.refusedBy ?? null;
  if (refusedBy === null) return null;
  const policy = policies.find(({ id }) => id === refusedBy.policyId);
  if (policy === undefined && policies.some(({ when }) => when.networks !== undefined)) return null;
  return (
    <Alert component="p" isInline variant="danger" title={text('policies.shut.title')}>
      <p>{text('policies.shut.text')}</p>
      <p>{policy === undefined ? refusedBy.reason : <Link to={`/policies/${policy.id}`}>{policy.reason}</Link>}</p>
    </Alert>
  );
}
