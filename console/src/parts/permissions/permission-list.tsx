import { Label, LabelGroup } from '@patternfly/react-core';
import { useNamed, useText } from '../../language/use-messages.js';
import { Facts } from '../facts.js';
import { areasOf } from './permission-areas.js';

interface PermissionListProps {
  readonly permissions: readonly string[];
  /** What a change would add. */
  readonly added?: readonly string[];
  /** What it would take; shown although it is none of the permissions. */
  readonly removed?: readonly string[];
  /** What the person who looks lacks, and so cannot give. */
  readonly lacking?: readonly string[];
}

/** Rights in words, by what they are about, and what a change does to them. */
export function PermissionList({ permissions, added = [], removed = [], lacking = [] }: PermissionListProps) {
  const text = useText();
  const named = useNamed();
  const all = [...permissions, ...removed.filter((one) => !permissions.includes(one))];
  if (all.length === 0) return <p>{text('permission.none')}</p>;
  const stateOf = (permission: string) => {
    if (lacking.includes(permission)) return { status: 'danger', word: text('permission.lacking') } as const;
    if (removed.includes(permission)) return { status: 'warning', word: text('permission.removed') } as const;
    if (added.includes(permission)) return { status: 'success', word: text('permission.added') } as const;
    return null;
  };
  return (
    <Facts
      facts={areasOf(all).map(({ area, acts }) => [
        named('area', area),
        <LabelGroup key={area} numLabels={acts.length} aria-label={named('area', area)}>
          {acts.map((act) => {
            const state = stateOf(`${area}:${act}`);
            return (
              <Label key={act} isCompact {...(state === null ? {} : { status: state.status })}>
                {named('act', act)}
                {state !== null && ` (${state.word})`}
              </Label>
            );
          })}
        </LabelGroup>,
      ])}
    />
  );
}
