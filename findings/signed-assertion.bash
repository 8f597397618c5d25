# Sourced: writes key and certificate of a SAML identity provider, and `assertion.mjs`, whose `signedResponse(attributes)` is what it posts to https://sp.example.com/acs (SAML core section 2, in base64); needs xml-crypto in node_modules.
write_signed_assertion() {
  openssl req -x509 -newkey rsa:2048 -nodes -keyout idp.key -out idp.pem -subj /CN=idp -days 30 2>/dev/null
  cat >assertion.mjs <<'JS'
import { readFileSync } from 'node:fs';
import { SignedXml } from 'xml-crypto';

const at = (seconds) => new Date(Date.now() + seconds * 1000).toISOString();
export function signedResponse(attributes) {
  const assertion = `<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_a" Version="2.0" IssueInstant="${at(0)}"><saml:Issuer>https://idp.example.com</saml:Issuer>
<saml:Subject><saml:NameID>anna</saml:NameID><saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData NotOnOrAfter="${at(300)}" Recipient="https://sp.example.com/acs"/></saml:SubjectConfirmation></saml:Subject>
<saml:Conditions NotBefore="${at(-60)}" NotOnOrAfter="${at(300)}"><saml:AudienceRestriction><saml:Audience>https://sp.example.com</saml:Audience></saml:AudienceRestriction></saml:Conditions>
<saml:AuthnStatement AuthnInstant="${at(-5)}" SessionIndex="s"><saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>
<saml:AttributeStatement>${attributes}</saml:AttributeStatement></saml:Assertion>`;
  const response = `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_r" Version="2.0" IssueInstant="${at(0)}" Destination="https://sp.example.com/acs"><saml:Issuer>https://idp.example.com</saml:Issuer><samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>${assertion}</samlp:Response>`;
  const c14n = 'http://www.w3.org/2001/10/xml-exc-c14n#';
  const signature = new SignedXml({ privateKey: readFileSync('idp.key'), publicCert: readFileSync('idp.pem'), canonicalizationAlgorithm: c14n, signatureAlgorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256' });
  signature.addReference({ xpath: "//*[local-name(.)='Assertion']", transforms: ['http://www.w3.org/2000/09/xmldsig#enveloped-signature', c14n], digestAlgorithm: 'http://www.w3.org/2001/04/xmlenc#sha256' });
  signature.computeSignature(response, { location: { reference: "//*[local-name(.)='Assertion']/*[local-name(.)='Issuer']", action: 'after' } });
  return Buffer.from(signature.getSignedXml()).toString('base64');
}
JS
}
