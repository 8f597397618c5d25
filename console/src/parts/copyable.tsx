import { ClipboardCopy } from '@patternfly/react-core';
import { useText } from '../language/use-messages.js';

/** Something that people take elsewhere letter by letter. */
export function Copyable({ children, label }: { readonly children: string; readonly label?: string }) {
  const text = useText();
  return (
    <ClipboardCopy
      variant="inline-compact"
      isCode
      hoverTip={text('copy.copy')}
      clickTip={text('copy.copied')}
      copyAriaLabel={label === undefined ? text('copy.copy') : `${text('copy.copy')}: ${label}`}
    >
      {children}
    </ClipboardCopy>
  );
}
