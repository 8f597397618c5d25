import { Alert, List, ListItem } from '@patternfly/react-core';
import { Link } from 'react-router';
import type { components } from '../../api/schema.js';
import { useText } from '../../language/use-messages.js';
import { Code } from '../../parts/code.js';
import { Status } from '../../parts/status.js';
import { type Kind, useKindName } from './kind-name.js';

type Applied = components['schemas']['AppliedConfiguration']['items'][number];

const lists: Readonly<Record<Kind, string>> = {
  roles: '/roles',
  externalAuthentications: '/external-authentications',
  providers: '/providers',
  listeners: '/listeners',
};

/** What became of each thing. One that failed kept no other from being applied. */
export function AppliedThings({ items }: { readonly items: readonly Applied[] }) {
  const text = useText();
  const kindName = useKindName();
  const failed = items.filter(({ result }) => result === 'failed').length;
  return (
    <>
      <Alert
        component="p"
        isInline
        variant={failed === 0 ? 'success' : 'danger'}
        title={failed === 0 ? text('move.done') : text('move.someFailed', { failed })}
      />
      <ul className="rows">
        {items.map(({ kind, index, key, result, problem }) => (
          <li key={`${kind} ${index}`}>
            <span>
              <Link to={lists[kind]}>{kindName(kind)}</Link>: {key ?? index}
            </span>
            <Status value={result} />
            {problem !== null && (
              <div className="problem">
                <p>
                  <Code>{problem.code}</Code> {problem.detail}
                </p>
                <List>
                  {problem.errors.map(({ path, message }) => (
                    <ListItem key={`${path} ${message}`}>
                      <Code>{path}</Code> {message}
                    </ListItem>
                  ))}
                </List>
              </div>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
