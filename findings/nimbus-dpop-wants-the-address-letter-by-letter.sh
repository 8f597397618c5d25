#!/usr/bin/env bash
# A DPoP proof for `https://API.example.com/accounts` or `https://api.example.com:443/accounts`, and a request to `https://api.example.com/accounts`: the same address (RFC 3986 section 6.2), and RFC 9449 section 4.3 advises servers to normalize before they compare.
# One would expect Nimbus to do so, since it makes light of the query. Both proofs are refused ("JWT htu claim has value"), and one without the slash for the root as well.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>show</groupId><artifactId>show</artifactId><version>1</version>
  <dependencies><dependency><groupId>com.nimbusds</groupId><artifactId>oauth2-oidc-sdk</artifactId><version>11.30</version></dependency></dependencies>
</project>
XML
mvn --quiet --batch-mode dependency:copy-dependencies -DoutputDirectory=lib >/dev/null
echo "com.nimbusds:oauth2-oidc-sdk:11.30, $(java -version 2>&1 | head -1)"
cat >Show.java <<'JAVA'
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.dpop.DefaultDPoPProofFactory;
import com.nimbusds.oauth2.sdk.dpop.JWKThumbprintConfirmation;
import com.nimbusds.oauth2.sdk.dpop.verifiers.DPoPIssuer;
import com.nimbusds.oauth2.sdk.dpop.verifiers.DPoPProtectedResourceRequestVerifier;
import com.nimbusds.oauth2.sdk.dpop.verifiers.InvalidDPoPProofException;
import com.nimbusds.oauth2.sdk.token.DPoPAccessToken;
import java.net.URI;
import java.util.Set;

public class Show {
  public static void main(String[] arguments) throws Exception {
    ECKey key = new ECKeyGenerator(Curve.P_256).generate();
    JWKThumbprintConfirmation bound = new JWKThumbprintConfirmation(key.computeThumbprint());
    DPoPAccessToken token = new DPoPAccessToken("token");
    String[][] cases = {
      {"https://api.example.com/accounts", "https://api.example.com/accounts?page=2", "taken"},
      {"https://API.example.com/accounts", "https://api.example.com/accounts", "refused"},
      {"https://api.example.com:443/accounts", "https://api.example.com/accounts", "refused"},
      {"https://api.example.com", "https://api.example.com/", "refused"},
    };
    for (String[] one : cases) {
      SignedJWT proof = new DefaultDPoPProofFactory(key, JWSAlgorithm.ES256).createDPoPJWT("GET", new URI(one[0]), token);
      String seen = "taken";
      try {
        new DPoPProtectedResourceRequestVerifier(Set.of(JWSAlgorithm.ES256), 60, null)
            .verify("GET", new URI(one[1]), new DPoPIssuer("client"), proof, token, bound, null);
      } catch (InvalidDPoPProofException refusal) {
        seen = "refused: " + refusal.getMessage();
      }
      System.out.println("proof for " + one[0] + ", request to " + one[1] + ": " + seen);
      if (!seen.startsWith(one[2])) System.exit(1);
    }
  }
}
JAVA
java -cp 'lib/*' Show.java 2>/dev/null
