import type { CertificateJudge, PresentedCertificate } from '../../access/client-certificates.js';
import type { IssueJudge } from '../../access/token-policies.js';

/** What is known of one request to the authorization server, beside what oidc-provider keeps. */
export interface RequestNotes {
  /** Id of the refresh token whose place the next one takes. */
  rotated?: string;
  /** Lets the next refresh token take that place: when everything else of the answer is made. */
  finishRotation?: () => Promise<void>;
  /** The browser's session as it is stored: found by this request, or saved by it since. */
  session?: { readonly id: string; readonly uid: string };
  /** Begun when the client had been looked up. */
  issueJudge?: IssueJudge;
  /** null: none was presented. */
  certificate?: PresentedCertificate | null;
  /** Of the tenant of the client that wants to authenticate. */
  judge?: CertificateJudge;
  /** Why the certificate does not prove the client, for the log. */
  certificateFault?: string;
  /** Where the request came from, behind the proxies that are trusted. */
  address?: string;
  /** The assertion of the JWT Grant is all by which the client says who it is. */
  assertionAlone?: boolean;
  /** Whether the request came in on the port that asks for certificates. */
  onMutualTls?: boolean;
  /** The login with which the session began that was ended by this request. */
  leftLogin?: { readonly tenantId: string; readonly loginId: string };
}

const notes = new WeakMap<object, RequestNotes>();

export function noteRequest(request: object, noted: RequestNotes): void {
  notes.set(request, noted);
}

/** The notes of the request that is served now; null outside any. */
export function requestNotes(context: { readonly req: object } | undefined): RequestNotes | null {
  if (context === undefined) return null;
  const known = notes.get(context.req);
  if (known !== undefined) return known;
  const made: RequestNotes = {};
  notes.set(context.req, made);
  return made;
}
