import { Button } from '@patternfly/react-core';
import { useState } from 'react';
import { fetchDocument, keepDocument } from '../api/download.js';
import { useAuthentication } from '../authentication/use-authentication.js';
import { ProblemAlert } from './states/failed.js';

interface DownloadButtonProps {
  readonly label: string;
  /** Of the API, from `/v1` on. */
  readonly path: string;
  readonly accept: string;
  readonly name: string;
}

export function DownloadButton({ label, path, accept, name }: DownloadButtonProps) {
  const authentication = useAuthentication();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const download = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      keepDocument(await fetchDocument(authentication, path, accept), name);
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Button variant="secondary" isLoading={busy} isDisabled={busy} onClick={download}>
        {label}
      </Button>
      <ProblemAlert error={error} />
    </>
  );
}
