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

/** Edit, disable, enable and delete: each says before what it takes along. */
export function ApplicationActions({ application }: { readonly application: Application }) {
  const text = useText();
  const api = useApi();
  const may = useMay();
  const navigate = useNavigate();
  const forget = useForgetApplications();
  const { clientId, name, enabled } = application;
  const path = { clientId };
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
      {enabled ? (
        <Confirm
          label={text('action.disable')}
          title={text('application.disable.title', { name })}
          consequences={<p>{text('application.disable.text')}</p>}
          isDisabled={isDisabled}
          act={() => api.POST('/v1/oauth-clients/{clientId}/disable', { params: { path } }).then(forget)}
        />
      ) : (
        <Confirm
          label={text('action.enable')}
          title={text('application.enable.title', { name })}
          consequences={<p>{text('application.enable.text')}</p>}
          isDisabled={isDisabled}
          act={() => api.POST('/v1/oauth-clients/{clientId}/enable', { params: { path } }).then(forget)}
        />
      )}
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
            params: { path, header: matching(application) },
          });
          void navigate('/applications');
          await forget();
        }}
      />
    </>
  );
}
