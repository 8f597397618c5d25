import { Flex } from '@patternfly/react-core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answered } from '../../api/client.js';
import type { components } from '../../api/schema.js';
import { useApi } from '../../api/use-api.js';
import { useMay } from '../../authentication/use-authentication.js';
import { useText } from '../../language/use-messages.js';
import { Confirm } from '../../parts/confirm.js';
import { OverlapChoice, SECONDS_OF_DAY } from '../../parts/overlap-choice.js';

interface KeyActionsProps {
  readonly apiKey: components['schemas']['ApiKey'];
  /** Whether another one came in its place. */
  readonly isRotated: boolean;
  readonly show: (issued: components['schemas']['IssuedApiKey']) => void;
}

/** A key is rotated by another one in its place: whoever uses it changes over while both work. */
export function KeyActions({ apiKey, isRotated, show }: KeyActionsProps) {
  const text = useText();
  const api = useApi();
  const queries = useQueryClient();
  const isDisabled = !useMay()('keys:write');
  const [days, setDays] = useState(1);
  const { id, name } = apiKey;
  const path = { id };
  const forget = () => queries.invalidateQueries({ queryKey: ['api-keys'] });
  return (
    <Flex gap={{ default: 'gapSm' }}>
      {!isRotated && (
        <Confirm
          label={text('keys.rotate')}
          title={text('keys.rotate.title', { name })}
          consequences={
            <>
              <p>{text('keys.rotate.text')}</p>
              <OverlapChoice days={days} choose={setDays} />
            </>
          }
          isDisabled={isDisabled}
          act={async () => {
            const body = { overlapSeconds: days * SECONDS_OF_DAY };
            show(await answered(api.POST('/v1/api-keys/{id}/rotate', { params: { path }, body })));
            scrollTo({ top: 0 });
            await forget();
          }}
        />
      )}
      <Confirm
        danger
        label={text('keys.revoke')}
        title={text('keys.revoke.title', { name })}
        consequences={<p>{text('keys.revoke.text')}</p>}
        isDisabled={isDisabled}
        act={async () => {
          await api.DELETE('/v1/api-keys/{id}', { params: { path } });
          await forget();
        }}
      />
    </Flex>
  );
}
