import { useState } from 'react';
import { answered } from '../../api/client.js';
import { useApi } from '../../api/use-api.js';
import { useMay } from '../../authentication/use-authentication.js';
import { useText } from '../../language/use-messages.js';
import { Confirm } from '../../parts/confirm.js';
import { Overlap } from '../../parts/overlap.js';
import { OverlapChoice, SECONDS_OF_DAY } from '../../parts/overlap-choice.js';
import { Section } from '../../parts/section.js';
import { ShownOnce } from '../../parts/shown-once.js';
import { type Application, useForgetApplications } from './application-queries.js';

/** The secrets that work now, on a time line, and a new one in their place. */
export function ApplicationSecrets({ application }: { readonly application: Application }) {
  const text = useText();
  const api = useApi();
  const may = useMay();
  const forget = useForgetApplications();
  const [days, setDays] = useState(1);
  const [fresh, setFresh] = useState<string | null>(null);
  const { clientId, authentication, secrets } = application;
  if (!authentication.method.startsWith('client_secret')) return null;
  return (
    <Section
      title={text('application.secrets')}
      actions={
        <Confirm
          label={text('application.rotate')}
          title={text('application.rotate.title')}
          consequences={
            <>
              <p>{text('application.rotate.text')}</p>
              <OverlapChoice days={days} choose={setDays} />
            </>
          }
          isDisabled={!may('oauth-clients:write')}
          act={async () => {
            const { clientSecret } = await answered(
              api.POST('/v1/oauth-clients/{clientId}/secrets', {
                params: { path: { clientId } },
                body: { overlapSeconds: days * SECONDS_OF_DAY },
              }),
            );
            setFresh(clientSecret ?? null);
            await forget();
          }}
        />
      }
    >
      {fresh !== null && <ShownOnce title={text('application.secret')} secrets={[fresh]} />}
      <Overlap
        spans={secrets.map(({ id, createdAt, expiresAt }, index) => ({
          key: id,
          label: text(index === 0 ? 'application.secret.newest' : 'application.secret.older'),
          from: createdAt,
          to: expiresAt,
        }))}
      />
    </Section>
  );
}
