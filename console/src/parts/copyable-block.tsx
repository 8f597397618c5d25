import { ClipboardCopyButton, CodeBlock, CodeBlockAction, CodeBlockCode } from '@patternfly/react-core';
import { useId, useState } from 'react';
import { useText } from '../language/use-messages.js';

/** Several lines that people take elsewhere as they are. @param label what they are, for screen readers */
export function CopyableBlock({ children, label }: { readonly children: string; readonly label: string }) {
  const text = useText();
  const id = useId();
  const [isCopied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(children);
    setCopied(true);
  };
  return (
    <CodeBlock
      actions={
        <CodeBlockAction>
          <ClipboardCopyButton
            id={`${id}-copy`}
            aria-label={`${text('copy.copy')}: ${label}`}
            variant="plain"
            onClick={() => void copy()}
            onTooltipHidden={() => setCopied(false)}
          >
            {text(isCopied ? 'copy.copied' : 'copy.copy')}
          </ClipboardCopyButton>
        </CodeBlockAction>
      }
    >
      <CodeBlockCode id={id}>{children}</CodeBlockCode>
    </CodeBlock>
  );
}
