import { createContext, type ReactNode, useContext } from 'react';

/** Whether whoever sees a form may only read it. */
export const ReadOnly = createContext(false);

/**
 * Fields that nobody changes who may only read. What stands in a form beside them chooses what is looked at, e.g. a language, and is
 * there for everybody.
 */
export function Changeable({ children }: { readonly children: ReactNode }) {
  return (
    <fieldset className="plain" disabled={useContext(ReadOnly)}>
      {children}
    </fieldset>
  );
}
