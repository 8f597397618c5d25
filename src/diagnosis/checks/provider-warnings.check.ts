import { warningsOf } from '../../providers/warnings/warnings-of.js';
import { type Finding, notApplicable, warning } from '../check.js';
import type { Evidence } from '../evidence.js';

/** What the provider's answers warn of already: checks that are off, what any account can do. Expiry is a check of its own. */
export function checkProviderWarnings({ subject: { provider }, now }: Evidence): Finding[] {
  const { configuration, pinnedOrigins, issuerParameterSeen } = provider;
  const metadata = { pinnedOrigins, issuerParameterSeen };
  const expected = 'a configuration that gives up no protection';
  const warnings = warningsOf({ configuration, metadata, credentials: [], now })
    .filter(({ code }) => !code.startsWith('trusted_certificate'))
    .map(({ path, message, code }) => warning(path, { seen: code, expected, remedy: message }));
  if (!configuration.enabled) {
    const remedy = 'Enable it when signers are to use it.';
    warnings.push(warning('$.enabled', { seen: 'the provider is disabled', expected: 'an enabled provider', remedy }));
  }
  return warnings.length > 0 ? warnings : [notApplicable('$', 'nothing to be warned of', expected)];
}
