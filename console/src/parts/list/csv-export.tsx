import { Button } from '@patternfly/react-core';
import { useState } from 'react';
import { keepDocument } from '../../api/download.js';
import { fetchTable, type ListToExport, MOST_ROWS } from '../../api/table.js';
import { useAuthentication } from '../../authentication/use-authentication.js';
import { useText } from '../../language/use-messages.js';
import { ProblemAlert } from '../states/failed.js';

const LARGEST_PAGE = 200;

interface CsvExportProps {
  readonly path: ListToExport['path'];
  /** Filters and order as the list on the screen has them, without its place. Default: none. */
  readonly query?: ListToExport['query'];
  /** Of the file, without its ending. */
  readonly name: string;
  /** Whether the API answers the list in pages. Default: true. */
  readonly isPaged?: boolean;
}

/** The whole list as it is filtered, as a file for spreadsheets. Says how far it has come, and can be stopped. */
export function CsvExport({ path, query = {}, name, isPaged = true }: CsvExportProps) {
  const text = useText();
  const authentication = useAuthentication();
  const [running, setRunning] = useState<AbortController | null>(null);
  const [rows, setRows] = useState(0);
  const [isCut, setCut] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const run = async (): Promise<void> => {
    const stopping = new AbortController();
    const { signal } = stopping;
    setRunning(stopping);
    setRows(0);
    setCut(false);
    setError(null);
    try {
      const list = { path, query: { ...query, ...(isPaged ? { limit: LARGEST_PAGE } : {}) } };
      const table = await fetchTable(authentication, list, { signal, progress: setRows });
      setCut(!table.whole);
      keepDocument(table.file, `${name}.csv`);
    } catch (thrown) {
      if (!signal.aborted) setError(thrown);
    } finally {
      setRunning(null);
    }
  };
  return (
    <>
      <Button variant="secondary" isLoading={running !== null} isDisabled={running !== null} onClick={run}>
        {running === null || rows === 0 ? text('list.csv') : text('list.rows', { rows })}
      </Button>
      {running !== null && (
        <Button variant="link" onClick={() => running.abort()}>
          {text('action.stop')}
        </Button>
      )}
      {isCut && <p role="status">{text('list.cut', { rows: MOST_ROWS })}</p>}
      <ProblemAlert error={error} />
    </>
  );
}
