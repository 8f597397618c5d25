import { Button } from '@patternfly/react-core';
import { printMemberPath } from '../../../../../src/claims/paths/member-path.js';
import { useText } from '../../../language/use-messages.js';
import { Code } from '../../../parts/code.js';

interface ClaimTreeProps {
  readonly value: unknown;
  /** Names and indexes from the root. */
  readonly at?: readonly (string | number)[];
  readonly pick: (path: string, value: unknown) => void;
}

const isContainer = (value: unknown): value is object => typeof value === 'object' && value !== null;

const entriesOf = (value: object): readonly (readonly [string | number, unknown])[] =>
  Array.isArray(value) ? value.map((element: unknown, index) => [index, element] as const) : Object.entries(value);

/** Claims as a tree of text. Each leaf is a button that takes its claim path along. */
export function ClaimTree({ value, at = [], pick }: ClaimTreeProps) {
  const text = useText();
  if (!isContainer(value)) return <Code>{JSON.stringify(value)}</Code>;
  return (
    <ul className="claim-tree">
      {entriesOf(value).map(([name, member]) => {
        const segments = [...at, name];
        const path = printMemberPath(segments);
        return (
          <li key={name}>
            {isContainer(member) && Object.keys(member).length > 0 ? (
              <>
                <span className="claim-name">{name}</span>
                <ClaimTree value={member} at={segments} pick={pick} />
              </>
            ) : (
              <Button
                variant="plain"
                className="claim"
                aria-label={text('testLogin.map', { path })}
                onClick={() => pick(path, member)}
              >
                <span className="claim-name">{name}</span> <Code>{JSON.stringify(member)}</Code>
              </Button>
            )}
          </li>
        );
      })}
    </ul>
  );
}
