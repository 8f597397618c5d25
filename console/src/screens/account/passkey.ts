/** WebAuthn Level 3 §5.1.8: browsers read and write what the API speaks, JSON, by themselves. */
interface PasskeyMaker {
  parseCreationOptionsFromJSON(options: unknown): PublicKeyCredentialCreationOptions;
}

const maker = (): PasskeyMaker | null => {
  const known = (globalThis as { PublicKeyCredential?: Partial<PasskeyMaker> }).PublicKeyCredential;
  return known?.parseCreationOptionsFromJSON === undefined ? null : (known as PasskeyMaker);
};

export const passkeysAreKnown = (): boolean => maker() !== null;

/**
 * Has the browser make a passkey.
 *
 * @param options as `POST /v1/me/second-factors` answers them
 * @returns the credential as JSON
 * @throws DOMException when the person or the browser does not want to
 */
export async function makePasskey(options: object): Promise<Record<string, unknown>> {
  const publicKey = maker()?.parseCreationOptionsFromJSON(options);
  if (publicKey === undefined) throw new Error('This browser makes no passkeys');
  const credential = (await navigator.credentials.create({ publicKey })) as PublicKeyCredential | null;
  if (credential === null) throw new Error('No passkey was made');
  return { ...credential.toJSON() };
}
