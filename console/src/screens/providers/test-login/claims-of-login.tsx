import { Title } from '@patternfly/react-core';
import { useState } from 'react';
import type { components } from '../../../api/schema.js';
import { useText } from '../../../language/use-messages.js';
import { ClaimTree } from './claim-tree.js';
import { MapClaim } from './map-claim.js';
import type { PickedClaim } from './picked-claim.js';

type Sources = components['schemas']['TestLoginReport']['sources'];

/** Every claim that came, by source. A claim that is chosen becomes a mapping with its path. */
export function ClaimsOfLogin({
  sources,
  provider,
  testLoginId,
}: {
  readonly sources: Sources;
  readonly provider: string;
  readonly testLoginId: string;
}) {
  const text = useText();
  const [picked, setPicked] = useState<PickedClaim | null>(null);
  if (sources.length === 0) return <p>{text('testLogin.noClaims')}</p>;
  return (
    <>
      <p>{text('testLogin.pick')}</p>
      {sources.map(({ source, claims }: { readonly source: string; readonly claims: unknown }) => (
        <div key={source} className="claims">
          <Title headingLevel="h3" size="md">
            {source}
          </Title>
          <ClaimTree value={claims} pick={(path, value) => setPicked({ source, path, value })} />
        </div>
      ))}
      {picked !== null && (
        <MapClaim claim={picked} provider={provider} testLoginId={testLoginId} close={() => setPicked(null)} />
      )}
    </>
  );
}
