import { Button } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { answered } from '../../api/client.js';
import { matching } from '../../api/if-match.js';
import { useApi } from '../../api/use-api.js';
import { useMay } from '../../authentication/use-authentication.js';
import { useText } from '../../language/use-messages.js';
import { Confirm } from '../../parts/confirm.js';
import { type Application, useForgetApplications } from './application-queries.js';

/** Edit and delete; what a deletion takes along is counted before. */
export function ApplicationActions({ application }: { readonly application: Application }) {
  const text = useText();
  const api = useApi();
  const may = useMay();
  const navigate = useNavigate();
  const forget = useForgetApplications();
  const { clientId, name } = application;
  const isDisabled = !may('oauth-clients:write');
  const consents = useQuery({
    queryKey: ['consents', 'of', clientId],
    enabled: may('consents:read'),
    queryFn: () => answered(api.GET('/v1/consents', { params: { query: { clientId, limit: 200 } } })),
  });
  const count = consents.data?.items.length ?? 0;
  return (
    <>
      <Button
        isDisabled={isDisabled}
        onClick={() => void navigate(`/applications/${encodeURIComponent(clientId)}/edit`)}
      >
        {text('action.edit')}
      </Button>
      <Confirm
        danger
        label={text('action.delete')}
        title={text('application.delete.title', { name })}
        consequences={
          <>
            <p>{text('application.delete.text')}</p>
            {count > 0 && <p>{text('application.delete.consents', { count })}</p>}
          </>
        }
        isDisabled={isDisabled}
        act={async () => {
          await api.DELETE('/v1/oauth-clients/{clientId}', {
            params: { path: { clientId }, header: matching(application) },
          });
          void navigate('/applications');
          await forget();
        }}
      />
    </>
  );
}
