import { Button, Modal, ModalBody, ModalFooter, ModalHeader } from '@patternfly/react-core';
import { type RefObject, useCallback } from 'react';
import { type BlockerFunction, useBeforeUnload, useBlocker } from 'react-router';
import { useText } from '../../language/use-messages.js';

/**
 * Asks before what somebody has entered is lost, whichever way they leave by.
 * @param when whether anything would be lost now
 */
export function Unsaved({ when }: { readonly when: RefObject<boolean> }) {
  const text = useText();
  const isLost = useCallback<BlockerFunction>(
    ({ currentLocation: from, nextLocation: to }) =>
      when.current && `${from.pathname}${from.search}` !== `${to.pathname}${to.search}`,
    [when],
  );
  const blocker = useBlocker(isLost);
  useBeforeUnload(
    useCallback(
      (event) => {
        if (when.current) event.preventDefault();
      },
      [when],
    ),
  );
  const stay = (): void => blocker.reset?.();
  return (
    <Modal variant="small" isOpen={blocker.state === 'blocked'} onClose={stay} aria-labelledby="unsaved-title">
      <ModalHeader title={text('unsaved.title')} labelId="unsaved-title" titleIconVariant="warning" />
      <ModalBody>{text('unsaved.text')}</ModalBody>
      <ModalFooter>
        <Button onClick={stay}>{text('unsaved.stay')}</Button>
        <Button variant="link" isDanger onClick={() => blocker.proceed?.()}>
          {text('unsaved.leave')}
        </Button>
      </ModalFooter>
    </Modal>
  );
}
