import { Alert, Button, List, ListItem, StackItem } from '@patternfly/react-core';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from 'react-router';
import { matching } from '../../api/if-match.js';
import { useApi } from '../../api/use-api.js';
import { useMay } from '../../authentication/use-authentication.js';
import { useText } from '../../language/use-messages.js';
import { Code } from '../../parts/code.js';
import { Confirm } from '../../parts/confirm.js';
import { Facts } from '../../parts/facts.js';
import { Moment } from '../../parts/moment.js';
import { Screen } from '../../parts/screen.js';
import { Section } from '../../parts/section.js';
import { Unanswered } from '../../parts/states/unanswered.js';
import { Status } from '../../parts/status.js';
import { ToldOnce } from '../../parts/told-once.js';
import { type Listener, useListener } from './listener-queries.js';
import { ListenerTest } from './listener-test.js';
import { ReceiverCode } from './receiver-code.js';
import { Redeliver } from './redeliver.js';

export function ListenerDetail() {
  const text = useText();
  const { name = '' } = useParams();
  const query = useListener(name);
  const listener = query.data;
  return (
    <Screen
      title={name}
      parent={{ to: '/listeners', title: text('listeners.title') }}
      badge={listener !== undefined && <Status value={listener.state} />}
      actions={listener !== undefined && <Actions listener={listener} />}
    >
      <Unanswered query={query} />
      <ToldOnce of={`listeners/${name}`} />
      {listener !== undefined && <Parts listener={listener} />}
    </Screen>
  );
}

function Actions({ listener }: { readonly listener: Listener }) {
  const text = useText();
  const api = useApi();
  const may = useMay();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { name, enabled } = listener;
  const path = { name };
  const isDisabled = !may('listeners:write');
  const forget = () => queries.invalidateQueries({ queryKey: ['listeners'] });
  return (
    <>
      <Button isDisabled={isDisabled} onClick={() => void navigate(`/listeners/${name}/edit`)}>
        {text('action.edit')}
      </Button>
      {enabled ? (
        <Confirm
          label={text('action.disable')}
          title={text('listener.disable.title', { name })}
          consequences={<p>{text('listener.disable.text')}</p>}
          isDisabled={isDisabled}
          act={() => api.POST('/v1/listeners/{name}/disable', { params: { path } }).then(forget)}
        />
      ) : (
        <Confirm
          label={text('action.enable')}
          title={text('listener.enable.title', { name })}
          consequences={<p>{text('listener.enable.text')}</p>}
          isDisabled={isDisabled}
          act={() =>
            api.POST('/v1/listeners/{name}/enable', { params: { path }, body: { from: 'place' } }).then(forget)
          }
        />
      )}
      <Confirm
        danger
        label={text('action.delete')}
        title={text('listener.delete.title', { name })}
        consequences={<p>{text('listener.delete.text')}</p>}
        isDisabled={isDisabled}
        act={async () => {
          await api.DELETE('/v1/listeners/{name}', { params: { path, header: matching(listener) } });
          void navigate('/listeners');
          await forget();
        }}
      />
    </>
  );
}

function Parts({ listener }: { readonly listener: Listener }) {
  const text = useText();
  const { name, warnings, signatures } = listener;
  return (
    <>
      {warnings.length > 0 && (
        <StackItem>
          <Alert component="p" isInline variant="warning" title={text('part.warnings', { count: warnings.length })}>
            <List>
              {warnings.map(({ code, path, message }) => (
                <ListItem key={`${code} ${path}`}>
                  <Code>{path}</Code> {message}
                </ListItem>
              ))}
            </List>
          </Alert>
        </StackItem>
      )}
      <Section title={text('part.settings')}>
        <Facts
          facts={[
            [text('field.url'), listener.url],
            [text('field.events'), listener.events.join(', ')],
            [text('listener.payload'), text(listener.payload === 'thin' ? 'listener.thin' : 'listener.outcome')],
            [text('listener.lastSuccess'), <Moment key="success" at={listener.lastSuccessAt} />],
            [
              text('listener.failingSince'),
              listener.failingSince === null ? null : <Moment key="failing" at={listener.failingSince} />,
            ],
            [
              text('listener.deliveries'),
              <Link key="deliveries" to={`/deliveries?listener=${name}`}>
                {text('deliveries.title')}
              </Link>,
            ],
          ]}
        />
      </Section>
      <ListenerTest name={name} />
      <Redeliver name={name} />
      <ReceiverCode asymmetric={signatures.standardWebhooks?.asymmetric === true} />
    </>
  );
}
