import { createContext, useContext, useSyncExternalStore } from 'react';
import type { Authentication, AuthenticationState, SignedInPerson } from './authentication.js';

export const AuthenticationContext = createContext<Authentication | null>(null);

export function useAuthentication(): Authentication {
  const authentication = useContext(AuthenticationContext);
  if (authentication === null) throw new Error('No authentication is provided');
  return authentication;
}

export function useAuthenticationState(): AuthenticationState {
  const authentication = useAuthentication();
  return useSyncExternalStore(
    (changed) => authentication.subscribe(changed),
    () => authentication.state,
  );
}

/** Whoever is signed in, or was until the session ended; screens are only shown then. */
export function usePerson(): SignedInPerson | null {
  const state = useAuthenticationState();
  return state.status === 'signed-in' || state.status === 'ended' ? state.person : null;
}

/** Whether the person may do something; true where only the API's answer can tell. */
export function useMay(): (scope: string) => boolean {
  const scopes = usePerson()?.scopes ?? null;
  return (scope) => scopes === null || scopes.has(scope);
}
