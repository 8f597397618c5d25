import { CodeBlock, CodeBlockCode } from '@patternfly/react-core';

/** JSON of whoever, or a text as it is: nothing in it is ever markup. */
export function JsonText({ value }: { readonly value: unknown }) {
  return (
    <CodeBlock>
      <CodeBlockCode>{typeof value === 'string' ? value : JSON.stringify(value, null, 2)}</CodeBlockCode>
    </CodeBlock>
  );
}
