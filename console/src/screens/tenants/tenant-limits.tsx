import { Content } from '@patternfly/react-core';
import { useQueryClient } from '@tanstack/react-query';
import { answered } from '../../api/client.js';
import type { components } from '../../api/schema.js';
import { useApi } from '../../api/use-api.js';
import { useMay } from '../../authentication/use-authentication.js';
import { useText } from '../../language/use-messages.js';
import { Changeable } from '../../parts/form/changeable.js';
import { DocumentForm } from '../../parts/form/document-form.js';
import { TextField } from '../../parts/json/fields.js';
import { Section } from '../../parts/section.js';
import { limited } from './limited.js';
import type { Tenant } from './tenant-queries.js';

type Limits = components['schemas']['TenantLimits'];

/** How many things of each kind the tenant may have. */
export function TenantLimits({ tenant }: { readonly tenant: Tenant }) {
  const text = useText();
  const api = useApi();
  const may = useMay();
  const queries = useQueryClient();
  const { id } = tenant;
  return (
    <Section title={text('tenants.limits')}>
      <Content component="p">{text('tenants.limitsText')}</Content>
      <DocumentForm
        initial={tenant.limits}
        saveLabel={text('action.save')}
        savedText={text('form.saved')}
        isReadOnly={!may('tenants:write')}
        save={async (body) => {
          const saved = await answered(
            api.PUT('/v1/tenants/{id}/limits', { params: { path: { id } }, body: body as Limits }),
          );
          queries.setQueryData(['tenants', 'one', id], saved);
          await queries.invalidateQueries({ queryKey: ['tenants', 'list'] });
          return saved.limits;
        }}
      >
        {(document) => (
          <Changeable>
            {limited.map(([kind, title]) => (
              <TextField
                key={kind}
                document={document}
                path={`$.${kind}`}
                label={text(title)}
                kind="number"
                example={text('tenants.noLimit')}
              />
            ))}
          </Changeable>
        )}
      </DocumentForm>
    </Section>
  );
}
