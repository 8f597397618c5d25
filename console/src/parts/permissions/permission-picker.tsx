import { Checkbox } from '@patternfly/react-core';
import { useNamed, useText } from '../../language/use-messages.js';
import { areasOf } from './permission-areas.js';

interface PermissionPickerProps {
  /** Begins the ids of the boxes. */
  readonly id: string;
  readonly label: string;
  /** What may be chosen. */
  readonly permissions: readonly string[];
  readonly chosen: readonly string[];
  readonly choose: (chosen: readonly string[]) => void;
  /** What the person lacks, and so cannot give. */
  readonly isLacking: (permission: string) => boolean;
}

/** Rights as boxes to tick, by what they are about. */
export function PermissionPicker({ id, label, permissions, chosen, choose, isLacking }: PermissionPickerProps) {
  const text = useText();
  const named = useNamed();
  return (
    <fieldset className="permissions">
      <legend>{label}</legend>
      <div className="permission-areas">
        {areasOf(permissions).map(({ area, acts }) => (
          <fieldset key={area}>
            <legend>{named('area', area)}</legend>
            <div className="permission-acts">
              {acts.map((act) => {
                const permission = `${area}:${act}`;
                const lacking = isLacking(permission) && !chosen.includes(permission);
                return (
                  <Checkbox
                    key={act}
                    id={`${id}-${area}-${act}`}
                    label={named('act', act)}
                    description={lacking ? text('permission.lacking') : undefined}
                    isDisabled={lacking}
                    isChecked={chosen.includes(permission)}
                    onChange={(_event, checked) =>
                      choose(checked ? [...chosen, permission] : chosen.filter((one) => one !== permission))
                    }
                  />
                );
              })}
            </div>
          </fieldset>
        ))}
      </div>
    </fieldset>
  );
}
