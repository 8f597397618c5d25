import { Button, Content, Modal, ModalBody, ModalFooter, ModalHeader } from '@patternfly/react-core';
import { type ReactNode, useState } from 'react';
import { useText } from '../language/use-messages.js';
import { ProblemAlert } from './states/failed.js';

interface ConfirmProps {
  /** What the button says that opens the question, and the one that answers it. */
  readonly label: string;
  readonly title: string;
  /** What will happen, in whole sentences. */
  readonly consequences: ReactNode;
  readonly danger?: boolean;
  readonly isDisabled?: boolean;
  readonly act: () => Promise<unknown>;
}

/** Says what an act will do, and asks once. */
export function Confirm({ label, title, consequences, danger = false, isDisabled = false, act }: ConfirmProps) {
  const text = useText();
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const close = (): void => {
    setOpen(false);
    setError(null);
  };
  const confirm = async (): Promise<void> => {
    setBusy(true);
    try {
      await act();
      close();
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Button variant="secondary" isDanger={danger} isDisabled={isDisabled} onClick={() => setOpen(true)}>
        {label}
      </Button>
      <Modal variant="small" isOpen={open} onClose={close} aria-labelledby="confirm-title">
        <ModalHeader
          title={title}
          labelId="confirm-title"
          {...(danger ? { titleIconVariant: 'warning' as const } : {})}
        />
        <ModalBody>
          <Content>{consequences}</Content>
          <ProblemAlert error={error} />
        </ModalBody>
        <ModalFooter>
          <Button variant={danger ? 'danger' : 'primary'} isLoading={busy} isDisabled={busy} onClick={confirm}>
            {label}
          </Button>
          <Button variant="link" onClick={close}>
            {text('action.cancel')}
          </Button>
        </ModalFooter>
      </Modal>
    </>
  );
}
