import { type RefObject, useRef, useState } from 'react';
import { useSaving } from './begun.js';

interface Submission {
  /** What the last save was refused for; null: for nothing. */
  readonly refusal: unknown;
  readonly busy: boolean;
  /** Whether leaving would lose anything, for `Unsaved`. */
  readonly isUnsaved: RefObject<boolean>;
  /** Something was entered, which no refusal is about any more. */
  readonly entered: () => void;
  /** @returns what the save was refused for; null: it was not */
  readonly submit: (save: () => Promise<void>) => Promise<unknown>;
}

/** What a form knows of saving: that it goes on, what it was refused for, and whether something entered is not saved yet. */
export function useSubmission(): Submission {
  const saving = useSaving();
  const [refusal, setRefusal] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const isUnsaved = useRef(false);
  return {
    refusal,
    busy,
    isUnsaved,
    entered() {
      isUnsaved.current = true;
      setRefusal(null);
    },
    async submit(save) {
      setBusy(true);
      setRefusal(null);
      // A save may open another screen.
      isUnsaved.current = false;
      try {
        await saving(save);
        return null;
      } catch (error) {
        setRefusal(error);
        isUnsaved.current = true;
        return error;
      } finally {
        setBusy(false);
      }
    },
  };
}
