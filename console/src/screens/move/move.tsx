import { useMay } from '../../authentication/use-authentication.js';
import { useText } from '../../language/use-messages.js';
import { Screen } from '../../parts/screen.js';
import { ExportConfiguration } from './export-configuration.js';
import { ImportConfiguration } from './import-configuration.js';

/** What a tenant is configured to, on its way to another tenant or deployment. */
export default function Move() {
  const text = useText();
  const may = useMay();
  return (
    <Screen title={text('move.title')} description={text('move.description')}>
      <ExportConfiguration />
      {may('settings:write') && <ImportConfiguration />}
    </Screen>
  );
}
