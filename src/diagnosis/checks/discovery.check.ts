import { catalogueEntry } from '../../errors/catalogue.js';
import { unusableEndpoints } from '../../federation/metadata/needed-endpoints.js';
import { type Finding, fault, notApplicable, ok, warning } from '../check.js';
import type { Evidence } from '../evidence.js';
import { isAboutNothing, waitForProvider } from '../observed/about-nothing.js';

const path = '$.issuer';
const expected = 'the metadata of the provider at the address that follows from the issuer';

/** What stands in the document, cannot be read, and is used by no login. */
function unusedFaults({ document }: Evidence['discovery'], { provider }: Evidence['subject']): Finding[] {
  const names = document === null ? [] : unusableEndpoints(document, provider.configuration);
  return names.map((name) =>
    warning(path, {
      seen: `${name} is no address that can be read; no login uses it`,
      expected: `${name} absent, or an absolute https address`,
      remedy: 'Tell whoever runs the provider: other applications may stop at it.',
    }),
  );
}

/** There is a discovery document at the issuer, and logins can use it. */
export function checkDiscovery({ discovery, subject }: Evidence): Finding[] {
  const { issuer } = subject.provider.configuration;
  const { refusal, uri } = discovery;
  if (!discovery.required) {
    const seen = discovery.document === null ? 'discovery is off' : 'discovery is off; a document was found to compare';
    return [notApplicable('$.discovery', seen, expected)];
  }
  if (discovery.failure !== null) return [notApplicable(path, 'the issuer could not be called', expected)];
  if (refusal === null) return [ok(path, { seen: uri ?? '', expected }), ...unusedFaults(discovery, subject)];
  if (refusal.code === 'discovery.issuer_mismatch') return [ok(path, { seen: uri ?? '', expected })];
  const isDocument = issuer?.includes('/.well-known/') === true;
  const remedy = isAboutNothing(refusal.status) ? waitForProvider('issuer') : catalogueEntry(refusal.code).remedy;
  return [
    fault(path, {
      seen: refusal.detail,
      expected,
      remedy: isDocument ? 'Enter the issuer itself: without `/.well-known/openid-configuration` at its end.' : remedy,
    }),
  ];
}
