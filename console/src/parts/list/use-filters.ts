import { useSearchParams } from 'react-router';

export interface Filters<Name extends string> {
  /** What is asked for; a filter that is not set is not there. */
  readonly values: Readonly<Partial<Record<Name, string>>>;
  readonly cursor: string | undefined;
  readonly set: (name: Name, value: string) => void;
  readonly clear: () => void;
  /** Null: the first page. */
  readonly turnTo: (cursor: string | null) => void;
}

/** A list's filters and place, kept in the address: it can be linked, and the browser's own way back works. */
export function useFilters<Name extends string>(names: readonly Name[]): Filters<Name> {
  const [parameters, setParameters] = useSearchParams();
  const values: Partial<Record<Name, string>> = {};
  for (const name of names) {
    const value = parameters.get(name);
    if (value !== null && value !== '') values[name] = value;
  }
  return {
    values,
    cursor: parameters.get('cursor') ?? undefined,
    set: (name, value) =>
      setParameters(
        (before) => {
          const next = new URLSearchParams(before);
          if (value === '') next.delete(name);
          else next.set(name, value);
          // A place in another list says nothing about this one.
          next.delete('cursor');
          return next;
        },
        { replace: true },
      ),
    clear: () => setParameters(new URLSearchParams()),
    turnTo: (cursor) =>
      setParameters((before) => {
        const next = new URLSearchParams(before);
        if (cursor === null) next.delete('cursor');
        else next.set('cursor', cursor);
        return next;
      }),
  };
}
