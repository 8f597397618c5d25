import type { PersonalAccount, ProfileChange } from '../../access/accounts.js';
import { judgeMappings } from '../../claims/judge-mappings.js';
import type { SourcedClaims } from '../../claims/sourced-claims.js';
import type { MappingFailureCode } from '../../claims/verdict.js';
import { languages } from '../../http/languages.js';
import { faultOfName } from '../../mail/settings/tenant-text.js';
import { userMappingsOf } from '../../providers/mappings-of.js';
import type { ProviderConfiguration } from '../../providers/provider-configuration.js';

/** What a provider tells about a user, beside what is known of them. */
interface JudgedUserClaims {
  /** What does not agree, for administrators; null: everything does. */
  readonly mismatch: { readonly code: MappingFailureCode; readonly detail: string } | null;
  /** What is taken over from the provider. */
  readonly change: ProfileChange;
}

/**
 * Judges the mappings to `user.…` of a login: the address has to be the account's, name and language are taken over. A name that
 * could pass for a link in a mail, and a language that is not spoken, change nothing. Pure.
 */
export function judgeUserClaims(
  sources: readonly SourcedClaims[],
  configuration: ProviderConfiguration,
  account: Pick<PersonalAccount, 'email' | 'displayName' | 'language'>,
): JudgedUserClaims {
  const known = { email: account.email, displayName: account.displayName, language: account.language };
  const expected = Object.fromEntries(
    Object.entries(known).map(([name, value]) => [`user.${name}`, [{ value, expectedFrom: 'request' as const }]]),
  );
  const { failureCode, verdicts, updates } = judgeMappings({
    sources,
    mappings: userMappingsOf(configuration),
    recipient: { email: account.email },
    expected,
  });
  if (failureCode !== null) {
    const failing = verdicts.filter(({ fails }) => fails).map(({ target, path }) => `${path} for ${target}`);
    return { mismatch: { code: failureCode, detail: `Not as known: ${failing.join(', ')}` }, change: {} };
  }
  const displayName = updates['user.displayName']?.after.slice(0, 200);
  const tag = updates['user.language']?.after.toLowerCase().split(/[-_]/, 1)[0];
  const language = languages.find((spoken) => spoken === tag);
  return {
    mismatch: null,
    change: {
      ...(displayName === undefined || displayName === account.displayName || faultOfName(displayName) !== null
        ? {}
        : { displayName }),
      ...(language === undefined || language === account.language ? {} : { language }),
    },
  };
}
