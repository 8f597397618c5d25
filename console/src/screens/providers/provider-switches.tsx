import { useNavigate } from 'react-router';
import { matching } from '../../api/if-match.js';
import { useApi } from '../../api/use-api.js';
import { useMay } from '../../authentication/use-authentication.js';
import { useText } from '../../language/use-messages.js';
import { Confirm } from '../../parts/confirm.js';
import { type Provider, useForgetProviders } from './provider-queries.js';

/** Enable, disable, delete: each says what it does to logins before it does it. */
export function ProviderSwitches({ provider }: { readonly provider: Provider }) {
  const text = useText();
  const api = useApi();
  const may = useMay();
  const navigate = useNavigate();
  const forget = useForgetProviders();
  const { name, enabled } = provider;
  const path = { name };
  const isDisabled = !may('providers:write');
  return (
    <>
      {enabled ? (
        <Confirm
          label={text('action.disable')}
          title={text('provider.disable.title', { name })}
          consequences={<p>{text('provider.disable.text')}</p>}
          isDisabled={isDisabled}
          act={() => api.POST('/v1/providers/{name}/disable', { params: { path } }).then(forget)}
        />
      ) : (
        <Confirm
          label={text('action.enable')}
          title={text('provider.enable.title', { name })}
          consequences={<p>{text('provider.enable.text')}</p>}
          isDisabled={isDisabled}
          act={() => api.POST('/v1/providers/{name}/enable', { params: { path } }).then(forget)}
        />
      )}
      <Confirm
        danger
        label={text('action.delete')}
        title={text('provider.delete.title', { name })}
        consequences={<p>{text('provider.delete.text')}</p>}
        isDisabled={isDisabled}
        act={async () => {
          await api.DELETE('/v1/providers/{name}', { params: { path, header: matching(provider) } });
          void navigate('/providers');
          await forget();
        }}
      />
    </>
  );
}
