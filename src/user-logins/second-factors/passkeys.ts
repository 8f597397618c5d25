import { Inject, Injectable } from '@nestjs/common';
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
  verifyAuthenticationResponse,
} from '@simplewebauthn/server';
import type { Settings } from '../../config/settings.js';
import { SETTINGS } from '../../config/settings.token.js';

/** What is kept of a passkey. */
export interface Passkey {
  /** Base64url, as the authenticator made it. */
  readonly credentialId: string;
  /** COSE key, base64url. */
  readonly publicKey: string;
  readonly transports: readonly string[];
}

/** What a browser made, and was believed. */
interface BelievedCreation extends BelievedAssertion {
  readonly passkey: Passkey;
}

/** A passkey's answer that was believed. */
interface BelievedAssertion {
  /** How often the authenticator says it was used; 0 for those that do not count. */
  readonly counter: number;
}

type Transports = NonNullable<Parameters<typeof verifyAuthenticationResponse>[0]['credential']['transports']>;

/** Whoever presses a key beside a password has shown the second factor; a PIN of it may be asked for and need not be. */
const USER_VERIFICATION = 'preferred';

/** Loaded when somebody has or makes a passkey: a start must not wait for it. */
const webAuthn = () => import('@simplewebauthn/server');

/** WebAuthn (Level 2) with what this deployment is: the host and origin of `PUBLIC_URL`. */
@Injectable()
export class Passkeys {
  private readonly origin: string;
  private readonly host: string;

  constructor(@Inject(SETTINGS) { PUBLIC_URL }: Pick<Settings, 'PUBLIC_URL'>) {
    const { origin, hostname } = new URL(PUBLIC_URL);
    this.origin = origin;
    this.host = hostname;
  }

  /** What a browser makes a passkey by. @param others of the same user: none is made twice on one authenticator */
  async creationOptions(
    user: { readonly id: string; readonly email: string; readonly displayName: string },
    others: readonly Passkey[],
    tenant: string,
  ): Promise<PublicKeyCredentialCreationOptionsJSON> {
    const { generateRegistrationOptions } = await webAuthn();
    return generateRegistrationOptions({
      rpName: tenant,
      rpID: this.host,
      userID: new Uint8Array(Buffer.from(user.id, 'utf8')),
      userName: user.email,
      userDisplayName: user.displayName,
      attestationType: 'none',
      excludeCredentials: others.map(({ credentialId, transports }) => ({
        id: credentialId,
        transports: [...transports],
      })),
      authenticatorSelection: { residentKey: 'discouraged', userVerification: USER_VERIFICATION },
    });
  }

  /** @returns the new passkey; null when the answer is not to be believed */
  async judgeCreation(response: RegistrationResponseJSON, challenge: string): Promise<BelievedCreation | null> {
    const { verifyRegistrationResponse } = await webAuthn();
    try {
      const { verified, registrationInfo } = await verifyRegistrationResponse({
        response,
        expectedChallenge: challenge,
        expectedOrigin: this.origin,
        expectedRPID: this.host,
        requireUserVerification: false,
      });
      if (!verified) return null;
      const { id, publicKey, transports = [], counter } = registrationInfo.credential;
      return {
        passkey: { credentialId: id, publicKey: Buffer.from(publicKey).toString('base64url'), transports },
        counter,
      };
    } catch {
      // The library throws for whatever does not fit: another challenge, origin or host, a broken signature.
      return null;
    }
  }

  /** What a browser asks one of the passkeys by. */
  async requestOptions(passkeys: readonly Passkey[]): Promise<PublicKeyCredentialRequestOptionsJSON> {
    const { generateAuthenticationOptions } = await webAuthn();
    return generateAuthenticationOptions({
      rpID: this.host,
      allowCredentials: passkeys.map(({ credentialId, transports }) => ({
        id: credentialId,
        transports: [...transports],
      })),
      userVerification: USER_VERIFICATION,
    });
  }

  /** @param counter the last one that was believed @returns null when the answer is not to be believed */
  async judgeAssertion(
    response: AuthenticationResponseJSON,
    challenge: string,
    { credentialId, publicKey, transports }: Passkey,
    counter: number,
  ): Promise<BelievedAssertion | null> {
    const library = await webAuthn();
    try {
      const { verified, authenticationInfo } = await library.verifyAuthenticationResponse({
        response,
        expectedChallenge: challenge,
        expectedOrigin: this.origin,
        expectedRPID: this.host,
        credential: {
          id: credentialId,
          publicKey: new Uint8Array(Buffer.from(publicKey, 'base64url')),
          counter,
          transports: transports as Transports,
        },
        requireUserVerification: false,
      });
      return verified ? { counter: authenticationInfo.newCounter } : null;
    } catch {
      return null;
    }
  }
}
