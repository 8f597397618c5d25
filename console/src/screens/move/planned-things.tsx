import { FormGroup, Label, List, ListItem, TextArea, TextInput } from '@patternfly/react-core';
import type { components } from '../../api/schema.js';
import { useText } from '../../language/use-messages.js';
import { Code } from '../../parts/code.js';
import { hasSeveralLines } from './entered-secret.js';
import { useKindName } from './kind-name.js';

type Planned = components['schemas']['ConfigurationPreview']['items'][number];

const shown = (value: unknown): string => (value === null ? '–' : JSON.stringify(value));

interface PlannedThingsProps {
  readonly items: readonly Planned[];
  /** Entered so far, by their place in the file. */
  readonly secrets: ReadonlyMap<string, string>;
  readonly enter: (path: string, secret: string) => void;
}

/** What a file would do to each thing, what is wrong with it, and the secrets that are in no file. */
export function PlannedThings({ items, secrets, enter }: PlannedThingsProps) {
  const text = useText();
  const kindName = useKindName();
  const colours = { create: 'green', replace: 'blue', none: 'grey' } as const;
  // Once entered, a secret is not missing any more; its field stays.
  const entered = (root: string, needed: Planned['secretsNeeded']): Planned['secretsNeeded'] => [
    ...needed,
    ...[...secrets.keys()]
      .filter((path) => path.startsWith(`${root}.`) && !needed.some((one) => one.path === path))
      .map((path) => ({ path, message: '' })),
  ];
  return (
    <ul className="events">
      {items.map((item) => {
        const root = `$.${item.kind}[${item.index}]`;
        return (
          <li key={root}>
            <h3>
              <Label isCompact color={colours[item.change]}>
                {text(`move.${item.change}`)}
              </Label>{' '}
              {kindName(item.kind)}: {item.key ?? root}
            </h3>
            {item.differences.length > 0 && (
              <ul className="differences">
                {item.differences.map(({ path, before, after }) => (
                  <li key={path}>
                    <Code>{path}</Code> <del>{shown(before)}</del> → <ins>{shown(after)}</ins>
                  </li>
                ))}
              </ul>
            )}
            {item.faults.length > 0 && (
              <List className="faults">
                {item.faults.map(({ path, message }) => (
                  <ListItem key={`${path} ${message}`}>
                    <Code>{path}</Code> {message}
                  </ListItem>
                ))}
              </List>
            )}
            {entered(root, item.secretsNeeded).map(({ path }) => (
              <FormGroup
                key={path}
                label={text('move.secret', { path: path.slice(root.length + 1) })}
                fieldId={path}
                isRequired
              >
                {hasSeveralLines(path) ? (
                  <TextArea
                    id={path}
                    className="code"
                    rows={4}
                    autoComplete="off"
                    value={secrets.get(path) ?? ''}
                    onChange={(_event, secret) => enter(path, secret)}
                  />
                ) : (
                  <TextInput
                    id={path}
                    type="password"
                    autoComplete="off"
                    value={secrets.get(path) ?? ''}
                    onChange={(_event, secret) => enter(path, secret)}
                  />
                )}
              </FormGroup>
            ))}
          </li>
        );
      })}
    </ul>
  );
}
