import { Alert } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { answered } from '../../api/client.js';
import { useApi } from '../../api/use-api.js';
import { useMay } from '../../authentication/use-authentication.js';
import { useText } from '../../language/use-messages.js';
import { Code } from '../../parts/code.js';
import { Confirm } from '../../parts/confirm.js';
import { Facts } from '../../parts/facts.js';
import { JsonText } from '../../parts/json/json-text.js';
import { Duration, Moment } from '../../parts/moment.js';
import { Screen } from '../../parts/screen.js';
import { Section } from '../../parts/section.js';
import { Unanswered } from '../../parts/states/unanswered.js';
import { Status } from '../../parts/status.js';
import { RedeliveryProgress } from '../listeners/redeliver.js';

/** One event on its way to one listener, with each try. */
export function DeliveryDetail() {
  const text = useText();
  const api = useApi();
  const may = useMay();
  const { id = '' } = useParams();
  const [redelivery, setRedelivery] = useState<string | null>(null);
  const query = useQuery({
    queryKey: ['deliveries', 'one', id],
    queryFn: () => answered(api.GET('/v1/deliveries/{id}', { params: { path: { id } } })),
  });
  const delivery = query.data;
  return (
    <Screen
      title={delivery?.type ?? id}
      parent={{ to: '/deliveries', title: text('deliveries.title') }}
      badge={delivery !== undefined && <Status value={delivery.status} />}
      actions={
        delivery !== undefined && (
          <Confirm
            label={text('delivery.again')}
            title={text('delivery.again')}
            consequences={<p>{text('delivery.againText')}</p>}
            isDisabled={!may('deliveries:write')}
            act={async () => {
              const accepted = await answered(api.POST('/v1/deliveries/{id}/redeliver', { params: { path: { id } } }));
              setRedelivery(accepted.id);
            }}
          />
        )
      }
    >
      {redelivery !== null && <RedeliveryProgress id={redelivery} />}
      <Unanswered query={query} />
      {delivery !== undefined && (
        <>
          <Section title={text('delivery.facts')}>
            <Facts
              facts={[
                [
                  text('field.listener'),
                  <Link key="listener" to={`/listeners/${delivery.listener}`}>
                    {delivery.listener}
                  </Link>,
                ],
                [
                  text('field.envelope'),
                  delivery.envelopeId === null ? null : (
                    <Link key="envelope" to={`/trail/${encodeURIComponent(delivery.envelopeId)}`}>
                      {delivery.envelopeId}
                    </Link>
                  ),
                ],
                [text('field.created'), <Moment key="created" at={delivery.createdAt} seconds />],
                [
                  text('field.ended'),
                  delivery.endedAt === null ? null : <Moment key="ended" at={delivery.endedAt} seconds />,
                ],
                [
                  text('delivery.nextTry'),
                  delivery.nextTryAt === null ? null : <Moment key="next" at={delivery.nextTryAt} seconds />,
                ],
                ['webhook-id', <code key="event">{delivery.eventId}</code>],
              ]}
            />
          </Section>
          {delivery.attempts.map((attempt) => (
            <Section key={attempt.number} title={text('delivery.try', { number: attempt.number })}>
              <p>
                <Moment at={attempt.at} seconds /> · HTTP {attempt.status ?? '–'} · <Duration ms={attempt.durationMs} />
              </p>
              {attempt.code !== null && (
                <Alert component="p" isInline variant="danger" title={attempt.detail ?? attempt.code}>
                  <Code>{attempt.code}</Code> {attempt.path !== null && <Code>{attempt.path}</Code>}
                </Alert>
              )}
              <JsonText value={{ authentication: attempt.authentication, answer: attempt.answer }} />
            </Section>
          ))}
        </>
      )}
    </Screen>
  );
}
