import { CodeBlock, CodeBlockCode } from '@patternfly/react-core';

/** JSON of whoever, as text: nothing in it is ever markup. */
export function JsonText({ value }: { readonly value: unknown }) {
  return (
    <CodeBlock>
      <CodeBlockCode>{JSON.stringify(value, null, 2)}</CodeBlockCode>
    </CodeBlock>
  );
}
