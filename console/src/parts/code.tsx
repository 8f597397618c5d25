import { Fragment } from 'react';

/** A name of ours, e.g. `signer_authentication.created`: where it is too long for its place, it goes on after a sign and not in a word. */
export function Code({ children }: { readonly children: string }) {
  return (
    <code>
      {children.split(/(?<=[._:/-])/).map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a part is where it stands
        <Fragment key={index}>
          {index > 0 && <wbr />}
          {part}
        </Fragment>
      ))}
    </code>
  );
}
