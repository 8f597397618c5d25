import { type Manifest, packageFiles } from '../format/package.schema.js';

/** What an auditor reads first. */
export function packageReadme(manifest: Manifest): string {
  return `EVIDENCE PACKAGE OF ONE ENVELOPE

Envelope      ${JSON.stringify(manifest.envelopeId)}
Events        ${manifest.events}, the last of which is the export that made this package
Log           ${manifest.origin}, ${manifest.treeSize} events when this package was made (${manifest.createdAt})

This package shows who authenticated as a recipient of the envelope, at which identity provider, when, with what data and
with which verdicts. It holds personal data: keep it as such.

HOW TO VERIFY IT

  npx countersign-verify package.zip --key KEY

KEY is the verifier key of the log (name+hash+base64). Take it from the operator's website or contract, or from your own
records: never from whoever handed you this package. The command works without a network and ends with 1 at the first
thing that is not true, naming it.

WHAT IS IN IT

  ${packageFiles.events}         one event per line: exactly the bytes that were hashed (JSON, RFC 8785)
  ${packageFiles.proofs}         for each event the proof that it is in the log (RFC 9162 inclusion proof)
  ${packageFiles.checkpoint}           the signed state of the log that the proofs lead to (C2SP tlog-checkpoint)
  ${packageFiles.tenantEvents}  events outside the envelope on which these rely: when a provider's keys were first used,
                       and up to when evidence was destroyed because its retention ended
  ${packageFiles.disclosures}    the personal data that the events have digests of, each with its salt
  evidence/            what providers sent, as received: ID tokens, the keys that verified them, resource bodies

HOW TO CHECK ONE THING BY HAND

  An event      SHA-256 over a zero byte and its line in ${packageFiles.events} (without the line break) is its leaf hash;
                the next event names it as "previous", and "sequence" counts up by one without gaps.
  A value       SHA-256 over its salt (16 bytes) and the value as canonical JSON is the digest that the event names.
  A body        SHA-256 over its salt (16 bytes) and the file is the digest that the event names.
  An ID token   a JSON Web Signature; the key beside it verifies it, and the RFC 7638 thumbprint of that key stands both
                in the event and in a "jwks.first_used" event.

What is listed as absent was erased, and an event says so: the digests stay, and so does every proof.
`;
}
