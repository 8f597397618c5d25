#!/usr/bin/env bash
# A token endpoint that answers a wrong secret as RFC 6749 section 5.2 has it: status 401 and `"error": "invalid_client"`. One would expect an exception with that code. Spring Security reads the error of an answer 400 only: at 401
# the code is its own `invalid_token_response`, and what the server said stands somewhere in the text. The same body with 400 is `invalid_client`.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>show</groupId><artifactId>show</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.springframework.security</groupId><artifactId>spring-security-oauth2-client</artifactId><version>7.0.5</version></dependency>
    <dependency><groupId>tools.jackson.core</groupId><artifactId>jackson-databind</artifactId><version>3.0.3</version></dependency>
  </dependencies>
</project>
XML
mvn --quiet --batch-mode dependency:copy-dependencies -DoutputDirectory=lib >/dev/null
echo "org.springframework.security:spring-security-oauth2-client:7.0.5, tools.jackson.core:jackson-databind:3.0.3, $(java -version 2>&1 | head -1)"
cat >Show.java <<'JAVA'
import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import org.springframework.security.oauth2.client.endpoint.OAuth2ClientCredentialsGrantRequest;
import org.springframework.security.oauth2.client.endpoint.RestClientClientCredentialsTokenResponseClient;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;

public class Show {
  static int status;

  public static void main(String[] arguments) throws Exception {
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext("/token", exchange -> {
      exchange.getRequestBody().readAllBytes();
      byte[] answer = "{\"error\":\"invalid_client\",\"error_description\":\"wrong secret\"}".getBytes();
      exchange.getResponseHeaders().add("content-type", "application/json");
      if (status == 401) exchange.getResponseHeaders().add("www-authenticate", "Basic realm=\"token\"");
      exchange.sendResponseHeaders(status, answer.length);
      exchange.getResponseBody().write(answer);
      exchange.close();
    });
    server.start();
    ClientRegistration app = ClientRegistration.withRegistrationId("app").clientId("app").clientSecret("secret")
        .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS).tokenUri("http://127.0.0.1:" + server.getAddress().getPort() + "/token").build();
    for (int each : new int[] {400, 401}) {
      status = each;
      try {
        new RestClientClientCredentialsTokenResponseClient().getTokenResponse(new OAuth2ClientCredentialsGrantRequest(app));
        System.exit(1);
      } catch (OAuth2AuthorizationException error) {
        String code = error.getError().getErrorCode();
        System.out.println(status + " invalid_client: code " + code + ", " + error.getMessage());
        if (!code.equals(status == 400 ? "invalid_client" : "invalid_token_response")) System.exit(1);
      }
    }
    server.stop(0);
  }
}
JAVA
timeout 120 java -cp 'lib/*' Show.java 2>/dev/null
