import { Alert, Button } from '@patternfly/react-core';
import { keepDocument } from '../../api/download.js';
import { useText } from '../../language/use-messages.js';
import { Code } from '../../parts/code.js';

/** Ten codes, each for one login without the app or passkey, told this once. */
export function RecoveryCodes({ codes, email }: { readonly codes: readonly string[]; readonly email: string }) {
  const text = useText();
  return (
    <Alert component="p" isInline variant="warning" title={text('account.codes')}>
      <p>{text('account.codes.text')}</p>
      <ul className="codes">
        {codes.map((code) => (
          <li key={code}>
            <Code>{code}</Code>
          </li>
        ))}
      </ul>
      <Button
        variant="secondary"
        onClick={() =>
          keepDocument(
            new Blob([`Countersign, ${email}\n\n${codes.join('\n')}\n`], { type: 'text/plain' }),
            'recovery-codes.txt',
          )
        }
      >
        {text('account.codes.download')}
      </Button>
    </Alert>
  );
}
