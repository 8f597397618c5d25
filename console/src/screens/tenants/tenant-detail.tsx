import { useQueryClient } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { useApi } from '../../api/use-api.js';
import { useMay } from '../../authentication/use-authentication.js';
import { useText } from '../../language/use-messages.js';
import { Confirm } from '../../parts/confirm.js';
import { Facts } from '../../parts/facts.js';
import { Moment } from '../../parts/moment.js';
import { Screen } from '../../parts/screen.js';
import { Section } from '../../parts/section.js';
import { Unanswered } from '../../parts/states/unanswered.js';
import { Status } from '../../parts/status.js';
import { TenantLimits } from './tenant-limits.js';
import { statusOf, type Tenant, useTenant } from './tenant-queries.js';
import { TenantUsage } from './tenant-usage.js';

/** The tenant of the operator; without it nobody could resume any. */
const OPERATOR = 'default';

export function TenantDetail() {
  const text = useText();
  const { id = '' } = useParams();
  const query = useTenant(id);
  const tenant = query.data;
  return (
    <Screen
      title={tenant?.displayName ?? id}
      parent={{ to: '/tenants', title: text('tenants.title') }}
      badge={tenant !== undefined && <Status value={statusOf(tenant)} />}
      actions={tenant !== undefined && tenant.name !== OPERATOR && <Service tenant={tenant} />}
    >
      <Unanswered query={query} />
      {tenant !== undefined && (
        <>
          <Section title={text('tenants.facts')}>
            <Facts
              facts={[
                [text('field.name'), <code key="name">{tenant.name}</code>],
                [text('field.displayName'), tenant.displayName],
                [text('field.created'), <Moment key="created" at={tenant.createdAt} />],
                [
                  text('tenants.suspendedSince'),
                  tenant.suspendedAt === null ? null : <Moment key="suspended" at={tenant.suspendedAt} />,
                ],
                ['ID', <code key="id">{tenant.id}</code>],
              ]}
            />
          </Section>
          <TenantUsage id={id} limits={tenant.limits} />
          <TenantLimits tenant={tenant} />
        </>
      )}
    </Screen>
  );
}

/** Whether the tenant is served. */
function Service({ tenant }: { readonly tenant: Tenant }) {
  const text = useText();
  const api = useApi();
  const may = useMay();
  const queries = useQueryClient();
  const { id, displayName: name } = tenant;
  const params = { path: { id } };
  const forget = () => queries.invalidateQueries({ queryKey: ['tenants'] });
  const isDisabled = !may('tenants:write');
  return tenant.suspendedAt === null ? (
    <Confirm
      danger
      label={text('tenants.suspend')}
      title={text('tenants.suspend.title', { name })}
      consequences={<p>{text('tenants.suspend.text')}</p>}
      isDisabled={isDisabled}
      act={() => api.POST('/v1/tenants/{id}/suspend', { params }).then(forget)}
    />
  ) : (
    <Confirm
      label={text('tenants.resume')}
      title={text('tenants.resume.title', { name })}
      consequences={<p>{text('tenants.resume.text')}</p>}
      isDisabled={isDisabled}
      act={() => api.POST('/v1/tenants/{id}/resume', { params }).then(forget)}
    />
  );
}
