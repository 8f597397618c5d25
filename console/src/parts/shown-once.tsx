import { Alert, ClipboardCopy } from '@patternfly/react-core';
import { useText } from '../language/use-messages.js';

/** A secret that the service tells once and then only keeps sealed. */
export function ShownOnce({ title, secrets }: { readonly title: string; readonly secrets: readonly string[] }) {
  const text = useText();
  if (secrets.length === 0) return null;
  return (
    <Alert component="p" isInline variant="warning" title={title}>
      <p>{text('secret.once')}</p>
      {secrets.map((secret) => (
        <ClipboardCopy
          key={secret}
          isReadOnly
          isCode
          hoverTip={text('copy.copy')}
          clickTip={text('copy.copied')}
          textAriaLabel={title}
        >
          {secret}
        </ClipboardCopy>
      ))}
    </Alert>
  );
}
