import { useQuery, useQueryClient } from '@tanstack/react-query';
import { answered } from '../../api/client.js';
import { useClientNames } from '../../api/names.js';
import { useApi } from '../../api/use-api.js';
import { useMay } from '../../authentication/use-authentication.js';
import { useText } from '../../language/use-messages.js';
import { Confirm } from '../../parts/confirm.js';
import { Moment } from '../../parts/moment.js';
import { Section } from '../../parts/section.js';
import { Unanswered } from '../../parts/states/unanswered.js';

/** In which browsers the user is logged in, and the end of that. */
export function UserSessions({ id }: { readonly id: string }) {
  const text = useText();
  const api = useApi();
  const may = useMay();
  const queries = useQueryClient();
  const clients = useClientNames();
  const query = useQuery({
    queryKey: ['users', 'sessions', id],
    queryFn: () => answered(api.GET('/v1/users/{id}/sessions', { params: { path: { id } } })),
  });
  const forget = () => queries.invalidateQueries({ queryKey: ['users', 'sessions', id] });
  const isDisabled = !may('users:write');
  const sessions = query.data?.items ?? [];
  return (
    <Section
      title={text('user.sessions')}
      actions={
        <Confirm
          danger
          label={text('user.sessions.endAll')}
          title={text('user.sessions.endAll.title')}
          consequences={<p>{text('user.sessions.endAll.text')}</p>}
          isDisabled={isDisabled}
          act={() => api.DELETE('/v1/users/{id}/sessions', { params: { path: { id } } }).then(forget)}
        />
      }
    >
      <Unanswered query={query} />
      {query.isSuccess && sessions.length === 0 && <p>{text('user.sessions.none')}</p>}
      <ul className="rows">
        {sessions.map((session) => (
          <li key={session.id}>
            <span>
              <Moment at={session.startedAt} /> – {text('user.sessions.lastUsed')} <Moment at={session.lastUsedAt} />{' '}
              {session.clients.map((client) => clients.get(client) ?? client).join(', ')}
            </span>
            <Confirm
              label={text('user.sessions.end')}
              title={text('user.sessions.end.title')}
              consequences={<p>{text('user.sessions.end.text')}</p>}
              isDisabled={isDisabled}
              act={() =>
                api
                  .DELETE('/v1/users/{id}/sessions/{session}', { params: { path: { id, session: session.id } } })
                  .then(forget)
              }
            />
          </li>
        ))}
      </ul>
    </Section>
  );
}
