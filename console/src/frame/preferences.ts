/**
 * What a person likes, kept in this browser: nothing that lets anybody in. Where storage is refused the console works as if
 * nothing had been kept.
 */
type Preference = 'theme' | 'language' | 'tenant';

const nameOf = (preference: Preference): string => `countersign.${preference}`;

export function kept(preference: Preference): string | null {
  try {
    return localStorage.getItem(nameOf(preference));
  } catch {
    return null;
  }
}

export function keep(preference: Preference, value: string): void {
  try {
    localStorage.setItem(nameOf(preference), value);
  } catch {
    // Then it holds until the tab is closed.
  }
}
