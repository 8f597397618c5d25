import { Button, FormGroup, FormHelperText, HelperText, HelperTextItem, TextArea } from '@patternfly/react-core';
import { useState } from 'react';
import { useText } from '../../../language/use-messages.js';
import { NoPublicKey, type PublicKey, readPublicKey } from './key-material.js';

/** A public key or a certificate, pasted as it comes. */
export function KeyInput({ add }: { readonly add: (key: PublicKey) => void }) {
  const text = useText();
  const [typed, setTyped] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const read = async (): Promise<void> => {
    try {
      add(await readPublicKey(typed));
      setTyped('');
      setFault(null);
    } catch (error) {
      const isPrivate = error instanceof NoPublicKey && error.isPrivate;
      setFault(text(isPrivate ? 'application.key.private' : 'application.key.unreadable'));
    }
  };
  return (
    <FormGroup label={text('application.key.paste')} fieldId="public-key">
      <TextArea
        id="public-key"
        className="code"
        rows={4}
        resizeOrientation="vertical"
        value={typed}
        validated={fault === null ? 'default' : 'error'}
        aria-describedby="public-key-help"
        onChange={(_event, value) => setTyped(value)}
      />
      <FormHelperText id="public-key-help">
        <HelperText>
          {fault !== null && <HelperTextItem variant="error">{fault}</HelperTextItem>}
          <HelperTextItem>{text('application.key.help')}</HelperTextItem>
        </HelperText>
      </FormHelperText>
      <Button variant="secondary" isDisabled={typed.trim() === ''} onClick={() => void read()}>
        {text('application.key.add')}
      </Button>
    </FormGroup>
  );
}
