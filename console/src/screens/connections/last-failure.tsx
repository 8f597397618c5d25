import type { components } from '../../api/schema.js';
import type { MessageKey } from '../../language/areas.js';
import { useText } from '../../language/use-messages.js';
import { Code } from '../../parts/code.js';
import { Moment } from '../../parts/moment.js';
import { publicPath } from '../../public-path.js';

type Connection = components['schemas']['Connection'];

/** What helps against the errors that are a fault of the connection and not of one request; codes of ours are in the error reference. */
const remedies: Readonly<Partial<Record<string, MessageKey>>> = {
  invalid_client: 'connections.remedy.invalidClient',
  invalid_grant: 'connections.remedy.invalidGrant',
  consent_required: 'connections.remedy.consentRequired',
  unauthorized_client: 'connections.remedy.unauthorizedClient',
};

/** When it failed last, by which code, since when, and what to do. */
export function LastFailure({ connection }: { readonly connection: Connection }) {
  const text = useText();
  const { lastFailure, failingSince } = connection;
  if (lastFailure === null) return <>–</>;
  const { at, code } = lastFailure;
  const remedy = remedies[code];
  return (
    <div className="rows">
      <span>
        <Moment at={at} />{' '}
        {code.includes('.') ? (
          <a href={`${publicPath}/errors/${code}`} target="_blank" rel="noreferrer">
            <Code>{code}</Code>
          </a>
        ) : (
          <Code>{code}</Code>
        )}
      </span>
      {failingSince !== null && (
        <span>
          {text('connections.since')} <Moment at={failingSince} />
        </span>
      )}
      {failingSince !== null && remedy !== undefined && <span>{text(remedy)}</span>}
    </div>
  );
}
