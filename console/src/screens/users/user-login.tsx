import { Alert } from '@patternfly/react-core';
import { useState } from 'react';
import { answered } from '../../api/client.js';
import { matching } from '../../api/if-match.js';
import { useApi } from '../../api/use-api.js';
import { useMay } from '../../authentication/use-authentication.js';
import { useNamed, useText } from '../../language/use-messages.js';
import { Confirm } from '../../parts/confirm.js';
import { Facts } from '../../parts/facts.js';
import { Moment } from '../../parts/moment.js';
import { Section } from '../../parts/section.js';
import { ShownOnce } from '../../parts/shown-once.js';
import { Status } from '../../parts/status.js';
import { ProviderField } from './edit/user-fields.js';
import { type User, useForgetUsers, useUserProviders } from './user-queries.js';

/** How the user logs in: the provider that is meant, what is bound there, the link that is open. */
export function UserLogin({ user }: { readonly user: User }) {
  const text = useText();
  const api = useApi();
  const may = useMay();
  const forget = useForgetUsers();
  const providers = useUserProviders();
  const [provider, setProvider] = useState(user.provider ?? '');
  const [link, setLink] = useState<string | null>(null);
  const { id, displayName: name, bindings, invitation, activatedAt } = user;
  const params = { path: { id }, header: matching(user) };
  const isDisabled = !may('users:write');
  const told = async ({ invitationLink }: { readonly invitationLink: string | null }): Promise<void> => {
    setLink(invitationLink);
    await forget();
  };
  return (
    <Section
      title={text('user.login')}
      actions={
        <>
          <Confirm
            label={text('user.provider.change')}
            title={text('user.provider.title', { name })}
            consequences={
              <>
                <p>{text('user.provider.text')}</p>
                <ProviderField id="assigned-provider" value={provider} providers={providers} choose={setProvider} />
              </>
            }
            isDisabled={isDisabled}
            act={async () =>
              told(
                await answered(
                  api.PUT('/v1/users/{id}/provider', {
                    params,
                    body: { provider: provider === '' ? null : provider },
                  }),
                ),
              )
            }
          />{' '}
          <Confirm
            label={text('user.invitation.again')}
            title={text('user.invitation.title', { name })}
            consequences={<p>{text(activatedAt === null ? 'user.invitation.first' : 'user.invitation.renewal')}</p>}
            isDisabled={isDisabled}
            act={async () => told(await answered(api.POST('/v1/users/{id}/invitation', { params })))}
          />
        </>
      }
    >
      {link !== null && <ShownOnce title={text('user.link')} secrets={[link]} />}
      <Facts
        facts={[
          [text('user.logsIn'), user.provider ?? text('user.byPassword')],
          [text('user.invitation'), invitation === null ? null : <Invitation key="invitation" of={invitation} />],
        ]}
      />
      {invitation?.stale === true && (
        <Alert component="p" isInline isPlain variant="warning" title={text('user.invitation.stale')} />
      )}
      {bindings.length === 0 ? (
        <p>{text('user.noBindings')}</p>
      ) : (
        <ul className="rows">
          {bindings.map((binding) => (
            <li key={binding.provider}>
              <span>
                {binding.provider}: {binding.issuer}, <Moment at={binding.boundAt} />{' '}
                {binding.stale && <Status value="stale" />}
              </span>
              <Confirm
                danger
                label={text('user.binding.remove')}
                title={text('user.binding.title', { name, provider: binding.provider })}
                consequences={<p>{text('user.binding.text')}</p>}
                isDisabled={isDisabled}
                act={() =>
                  api
                    .DELETE('/v1/users/{id}/bindings/{provider}', {
                      params: { path: { id, provider: binding.provider }, header: matching(user) },
                    })
                    .then(forget)
                }
              />
              {binding.stale && (
                <Alert component="p" isInline isPlain variant="warning" title={text('user.binding.stale')} />
              )}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

/** The link that is open, and whether its mail has arrived anywhere. */
function Invitation({ of: { kind, expiresAt, mail } }: { readonly of: NonNullable<User['invitation']> }) {
  const text = useText();
  const named = useNamed();
  return (
    <>
      {named('invitation', kind)}, {text('user.invitation.until')} <Moment at={expiresAt} />
      {mail !== null && `, ${named('mail', mail.state)}`}
      {mail !== null && mail.failure !== null && `: ${mail.failure}`}
    </>
  );
}
