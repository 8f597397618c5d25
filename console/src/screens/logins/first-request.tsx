import { Link } from 'react-router';
import { useMay } from '../../authentication/use-authentication.js';
import { useText } from '../../language/use-messages.js';
import { CopyableBlock } from '../../parts/copyable-block.js';
import { publicPath } from '../../public-path.js';
import { useProviders } from '../providers/provider-queries.js';

/** What a workflow sends, with a provider of this tenant: a shell takes it as it is. */
const requestFor = (provider: string): string =>
  [
    `curl -H "Authorization: Bearer $KEY" -H 'Content-Type: application/json' \\`,
    `  ${location.origin}${publicPath}/v1/signer-authentications -d '${JSON.stringify(
      {
        envelope: { id: 'env-1', name: 'Loan contract' },
        workstep: { id: 'ws-1' },
        recipient: { email: 'john@example.com', firstName: 'John', lastName: 'Dough' },
        providers: [{ name: provider }],
      },
      null,
      2,
    )}'`,
  ].join('\n');

/** How the first signer authentication comes about, while there is none. */
export function FirstRequest() {
  const text = useText();
  const may = useMay();
  const providers = useProviders(undefined);
  if (providers.data === undefined) return null;
  const [first] = providers.data.items;
  if (first === undefined) return <Link to="/providers/new">{text('logins.first.provider')}</Link>;
  return (
    <div className="first-request">
      <p>
        {text('logins.first.text')} {may('keys:write') && <Link to="/api-keys/new">{text('logins.first.key')}</Link>}
      </p>
      <CopyableBlock label={text('logins.first.request')}>{requestFor(first.name)}</CopyableBlock>
      <a href={`${publicPath}/docs`} target="_blank" rel="noreferrer">
        {text('frame.api')}
      </a>
    </div>
  );
}
