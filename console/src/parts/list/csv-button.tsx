import { useText } from '../../language/use-messages.js';
import { DownloadButton } from '../download-button.js';

interface CsvButtonProps {
  /** Of the list, from `/v1` on. */
  readonly path: string;
  /** What is asked for now; members that are undefined are left out. */
  readonly query?: Readonly<Partial<Record<string, string>>>;
  /** Without ending. */
  readonly name: string;
}

/** Every page of what the list shows, with its filters, as a table. */
export function CsvButton({ path, query = {}, name }: CsvButtonProps) {
  const text = useText();
  const asked = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const parameters = new URLSearchParams(asked).toString();
  return (
    <DownloadButton
      label={text('list.csv')}
      path={parameters === '' ? path : `${path}?${parameters}`}
      accept="text/csv"
      name={`${name}.csv`}
    />
  );
}
