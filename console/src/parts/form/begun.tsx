import { Alert, AlertActionLink } from '@patternfly/react-core';
import { createContext, Fragment, type ReactNode, useCallback, useContext, useState } from 'react';
import { ApiFailure, Outdated } from '../../api/problem.js';
import { useText } from '../../language/use-messages.js';
import { InView } from '../states/in-view.js';

type Save = <Result>(act: () => Promise<Result>) => Promise<Result>;

const Saving = createContext<Save>((act) => act());

/** What saves an edited thing goes through this, so that its own revision is not taken for somebody else's. */
export const useSaving = (): Save => useContext(Saving);

interface BegunProps<Thing> {
  /** As it was read last. */
  readonly latest: Thing;
  /** Reads it again, when a save was refused because it has changed. */
  readonly refetch: () => unknown;
  /**
   * @param begun what is edited
   * @param base what a change is of: the same, or the later one that somebody has decided to replace
   * @param saved tells what a save has made of it, where the editor stays
   */
  readonly children: (begun: Thing, base: Thing, saved: (now: Thing) => void) => ReactNode;
}

/**
 * A thing stays as it was when somebody began to edit it, however often it is read again: what they have entered is not taken from them
 * because somebody else was quicker. They are told, and choose.
 */
export function Begun<Thing extends { readonly revision: number | null }>(properties: BegunProps<Thing>) {
  const { latest, refetch, children } = properties;
  const text = useText();
  const [begun, setBegun] = useState(latest);
  const [base, setBase] = useState(latest);
  const [saving, setSaving] = useState(false);
  const save = useCallback<Save>(
    async (act) => {
      setSaving(true);
      try {
        return await act();
      } catch (error) {
        if (!(error instanceof ApiFailure) || error.status !== 412) throw error;
        await refetch();
        throw new Outdated();
      } finally {
        setSaving(false);
      }
    },
    [refetch],
  );
  return (
    <>
      {!saving && latest.revision !== base.revision && (
        <InView of={latest.revision}>
          <Alert
            component="p"
            isInline
            variant="warning"
            title={text('begun.title')}
            actionLinks={
              <>
                <AlertActionLink
                  onClick={() => {
                    setBegun(latest);
                    setBase(latest);
                  }}
                >
                  {text('begun.theirs')}
                </AlertActionLink>
                <AlertActionLink onClick={() => setBase(latest)}>{text('begun.mine')}</AlertActionLink>
              </>
            }
          >
            {text('begun.text')}
          </Alert>
        </InView>
      )}
      <Saving value={save}>
        <Fragment key={begun.revision}>{children(begun, base, setBase)}</Fragment>
      </Saving>
    </>
  );
}
