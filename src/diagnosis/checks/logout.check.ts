import { type Finding, fault, notApplicable, ok, warning } from '../check.js';
import type { Evidence } from '../evidence.js';
import { isAboutNothing, sayingNothing } from '../observed/about-nothing.js';

/** The end session endpoint is there, where it is used or entered. */
export function checkLogout({ logout, subject }: Evidence): Finding[] {
  const { useLogout } = subject.provider.configuration;
  const expected = 'a page where the session at the provider ends';
  if (logout === null) {
    if (!useLogout) return [notApplicable('$.logoutUri', 'the session at the provider is not ended', expected)];
    return [
      warning('$.logoutUri', {
        seen: 'none is entered, and none is discovered',
        expected,
        remedy: 'Enter `logoutUri`, or set `useLogout` to false.',
      }),
    ];
  }
  const { path, uri, discovered } = logout.endpoint;
  if (logout.failure !== null) return [notApplicable(path, 'it could not be called', expected)];
  if (logout.status !== null && [404, 405, 410, 501].includes(logout.status)) {
    return [
      fault(path, {
        seen: `${uri}: status ${logout.status}`,
        expected: discovered ?? expected,
        remedy: 'Correct `logoutUri`, or set it to null.',
      }),
    ];
  }
  if (isAboutNothing(logout.status)) {
    return [notApplicable(path, `${uri}: status ${logout.status ?? ''}: ${sayingNothing(logout.status)}`, expected)];
  }
  return [ok(path, { seen: `${uri}: status ${logout.status ?? 'unknown'}`, expected })];
}
