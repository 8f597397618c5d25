import { Button, Progress } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answered } from '../../api/client.js';
import { useApi } from '../../api/use-api.js';
import { useMay } from '../../authentication/use-authentication.js';
import { useText } from '../../language/use-messages.js';
import { Confirm } from '../../parts/confirm.js';
import { Section } from '../../parts/section.js';

const POLL = 1000;

/** Delivers again what was given up, with a bar that shows how far that has come; it can be stopped. */
export function Redeliver({ name }: { readonly name: string }) {
  const text = useText();
  const may = useMay();
  const api = useApi();
  const [id, setId] = useState<string | null>(null);
  return (
    <Section
      title={text('redelivery.title')}
      actions={
        <Confirm
          label={text('redelivery.start')}
          title={text('redelivery.start')}
          consequences={<p>{text('redelivery.text')}</p>}
          isDisabled={!may('deliveries:write')}
          act={async () => {
            const accepted = await answered(
              api.POST('/v1/listeners/{name}/redeliver', { params: { path: { name } }, body: { status: 'given_up' } }),
            );
            setId(accepted.id);
          }}
        />
      }
    >
      {id === null ? <p>{text('redelivery.text')}</p> : <RedeliveryProgress id={id} />}
    </Section>
  );
}

export function RedeliveryProgress({ id }: { readonly id: string }) {
  const text = useText();
  const api = useApi();
  const query = useQuery({
    queryKey: ['redelivery', id],
    queryFn: () => answered(api.GET('/v1/redeliveries/{id}', { params: { path: { id } } })),
    refetchInterval: ({ state }) => (state.data?.status === 'done' || state.data?.status === 'stopped' ? false : POLL),
  });
  const redelivery = query.data;
  if (redelivery === undefined) return null;
  const { total, delivered, givenUp, status } = redelivery;
  const isOver = status === 'done' || status === 'stopped';
  return (
    <div aria-live="polite">
      <Progress
        title={text('redelivery.progress', { delivered, givenUp, total })}
        aria-label={text('redelivery.title')}
        value={total === 0 ? 1 : delivered + givenUp}
        max={Math.max(1, total)}
        {...(status === 'done' ? { variant: givenUp > 0 ? ('warning' as const) : ('success' as const) } : {})}
      />
      {!isOver && (
        <Button
          variant="link"
          isInline
          onClick={() =>
            void api.DELETE('/v1/redeliveries/{id}', { params: { path: { id } } }).then(() => query.refetch())
          }
        >
          {text('action.stop')}
        </Button>
      )}
    </div>
  );
}
