import { type ReactNode, useEffect, useRef } from 'react';

/**
 * What has just been said, brought into view where it is not: the button that led to it may be far from it.
 * @param of what it is about; another one is brought into view anew
 */
export function InView({ of, children }: { readonly of: unknown; readonly children: ReactNode }) {
  const element = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another refusal is another thing to see
  useEffect(() => {
    // Newer browsers answer a promise, which is nothing for React to call.
    element.current?.scrollIntoView({ block: 'nearest' });
  }, [of]);
  return <div ref={element}>{children}</div>;
}
