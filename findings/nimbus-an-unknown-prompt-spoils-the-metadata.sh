#!/usr/bin/env bash
# A provider's metadata that lists a prompt of its own beside the standard ones (`"prompt_values_supported": ["login", "consent", "step_up"]`). It is a list of what is supported, so one would
# expect values that one does not know to be skipped, as the same parser skips unknown algorithms, scopes, claims and grant types. It refuses the whole document
# ("Unknown prompt type"): a login with that provider is not to be had, though nobody has asked for the prompt.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>show</groupId><artifactId>show</artifactId><version>1</version>
  <dependencies><dependency><groupId>com.nimbusds</groupId><artifactId>oauth2-oidc-sdk</artifactId><version>11.39</version></dependency></dependencies>
</project>
XML
mvn --quiet --batch-mode dependency:copy-dependencies -DoutputDirectory=lib >/dev/null
echo "com.nimbusds:oauth2-oidc-sdk:11.39, $(java -version 2>&1 | head -1)"
cat >Show.java <<'JAVA'
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;

public class Show {
  static String read(String member) {
    try {
      OIDCProviderMetadata.parse("""
          {"issuer":"https://op.example.com","authorization_endpoint":"https://op.example.com/authorize","token_endpoint":"https://op.example.com/token",
           "jwks_uri":"https://op.example.com/keys","response_types_supported":["code"],"subject_types_supported":["public"],%s}""".formatted(member));
      return "read";
    } catch (Exception error) {
      return error.getMessage();
    }
  }

  public static void main(String[] arguments) {
    String[] members = {
      "\"id_token_signing_alg_values_supported\":[\"RS256\",\"X9\"]", "\"scopes_supported\":[\"openid\",\"own\"]", "\"claims_supported\":[\"sub\",\"own\"]",
      "\"grant_types_supported\":[\"authorization_code\",\"own\"]", "\"prompt_values_supported\":[\"login\",\"consent\",\"create\"]",
      "\"prompt_values_supported\":[\"login\",\"consent\",\"step_up\"]"
    };
    for (String member : members) {
      String seen = read(member);
      System.out.println(member + ": " + seen);
      if (!seen.equals(member.contains("step_up") ? "Unknown prompt type" : "read")) System.exit(1);
    }
  }
}
JAVA
java -cp 'lib/*' Show.java
