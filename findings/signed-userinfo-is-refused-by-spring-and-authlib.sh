#!/usr/bin/env bash
# UserInfo as a signed JWT (`application/jwt`), as OpenID Connect Core section 5.3.2 has it and national identities such as FranceConnect answer it. One would expect clients of OpenID Connect to read it, as openid-client does. Spring Security says "invalid
# content type 'application/jwt'", and has no setting for it; Authlib's `userinfo()` reads it as JSON and fails at the first character.
set -euo pipefail
folder=$(mktemp -d)
trap 'kill $(cat "$folder/node.pid") 2>/dev/null || true; rm -rf "$folder"' EXIT
cd "$folder"
cat >pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>show</groupId><artifactId>show</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.springframework.security</groupId><artifactId>spring-security-oauth2-client</artifactId><version>7.0.5</version></dependency>
    <dependency><groupId>org.springframework.security</groupId><artifactId>spring-security-oauth2-jose</artifactId><version>7.0.5</version></dependency>
    <dependency><groupId>tools.jackson.core</groupId><artifactId>jackson-databind</artifactId><version>3.0.2</version></dependency>
  </dependencies>
</project>
XML
mvn --quiet --batch-mode dependency:copy-dependencies -DoutputDirectory=lib >/dev/null
npm install --silent --no-audit --no-fund --prefix . openid-client@6.9.0 jose@6.2.18 >/dev/null
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check Authlib==1.9.10 requests==2.34.2
echo "Spring Security 7.0.5, Authlib 1.9.10, openid-client@6.9.0, $(java -version 2>&1 | head -1)"
cat >serve.mjs <<'JS'
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
let issuer;
const json = (response, value) => response.setHeader('content-type', 'application/json').end(JSON.stringify(value));
const server = createServer(async ({ url }, response) => {
  if (url === '/jwks') return json(response, { keys: [{ ...(await exportJWK(publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' }] });
  if (url === '/plain') return json(response, { sub: 'john', name: 'John Doe' });
  const claims = new SignJWT({ iss: issuer, aud: 'client', sub: 'john', name: 'John Doe' }).setProtectedHeader({ alg: 'RS256', kid: 'k1' });
  response.setHeader('content-type', 'application/jwt').end(await claims.sign(privateKey));
});
server.listen(0, '127.0.0.1', () => {
  issuer = `http://127.0.0.1:${server.address().port}`;
  writeFileSync('issuer', issuer);
});
JS
node serve.mjs &
echo $! >node.pid
until [ -s issuer ]; do sleep 0.1; done
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as client from 'openid-client';

const issuer = readFileSync('issuer', 'utf8');
const server = { issuer, jwks_uri: `${issuer}/jwks`, userinfo_endpoint: `${issuer}/signed` };
const configuration = new client.Configuration(server, 'client', { userinfo_signed_response_alg: 'RS256' }, client.None());
client.allowInsecureRequests(configuration);
const claims = await client.fetchUserInfo(configuration, 'token', 'john');
console.log(`openid-client, signed: ${claims.name}`);
assert.equal(claims.name, 'John Doe');
JS
cat >show.py <<'PY'
import warnings
warnings.simplefilter('ignore')
from authlib.integrations.base_client.sync_openid import OpenIDMixin
from authlib.integrations.requests_client import OAuth2Session

class Client(OpenIDMixin):
    def __init__(self, address):
        self.address = address
    def load_server_metadata(self):
        return {'userinfo_endpoint': self.address}
    def get(self, url, **_):
        return OAuth2Session(token={'access_token': 'token', 'token_type': 'Bearer'}).get(url)

issuer = open('issuer').read()
seen = {}
for form in ('plain', 'signed'):
    try:
        seen[form] = Client(issuer + '/' + form).userinfo().name
    except ValueError as error:
        seen[form] = 'refused: %s' % error
    print('Authlib, %s: %s' % (form, seen[form]))
assert seen['plain'] == 'John Doe' and seen['signed'].startswith('refused')
PY
cat >Show.java <<'JAVA'
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserRequest;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserService;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;

public class Show {
  public static void main(String[] arguments) throws Exception {
    String issuer = Files.readString(Path.of("issuer"));
    Instant now = Instant.now();
    OAuth2AccessToken token = new OAuth2AccessToken(OAuth2AccessToken.TokenType.BEARER, "token", now, now.plusSeconds(60), Set.of("openid", "profile"));
    OidcIdToken idToken = new OidcIdToken("t", now, now.plusSeconds(60), Map.of("sub", "john", "iss", issuer, "aud", List.of("client")));
    for (String form : new String[] {"plain", "signed"}) {
      ClientRegistration registration = ClientRegistration.withRegistrationId("op").clientId("client").clientSecret("secret")
          .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE).redirectUri("http://127.0.0.1/callback").scope("openid", "profile")
          .authorizationUri(issuer + "/authorize").tokenUri(issuer + "/token").jwkSetUri(issuer + "/jwks").userInfoUri(issuer + "/" + form).userNameAttributeName("sub").build();
      String seen;
      try {
        seen = new OidcUserService().loadUser(new OidcUserRequest(registration, token, idToken)).getFullName();
      } catch (OAuth2AuthenticationException refusal) {
        seen = "refused: " + refusal.getMessage().replaceAll("(?s).*(invalid content type '[^']*').*", "$1");
      }
      System.out.println("Spring Security, " + form + ": " + seen);
      if (!seen.equals(form.equals("plain") ? "John Doe" : "refused: invalid content type 'application/jwt'")) System.exit(1);
    }
  }
}
JAVA
node show.mjs
python/bin/python show.py
java -cp 'lib/*' Show.java 2>/dev/null
