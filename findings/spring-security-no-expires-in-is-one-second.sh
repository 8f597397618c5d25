#!/usr/bin/env bash
# A token response without `expires_in`, which RFC 6749 section 5.1 only recommends. One would expect the token to be used until a server refuses it, or for some usual time, as other clients do. Spring Security gives it a
# life of one second, and as that is less than its clock skew of a minute it asks for a new token at every call; so it does with `"expires_in": 3600.0`, the number 3600 as several serializers write a double, though it
# takes the text "3600". A token of a minute or less is never used a second time either.
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
import java.time.Duration;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.oauth2.client.AuthorizedClientServiceOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.InMemoryOAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientProviderBuilder;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;

public class Show {
  static String member = "";
  static int requests = 0;

  public static void main(String[] arguments) throws Exception {
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext("/token", exchange -> {
      requests++;
      exchange.getRequestBody().readAllBytes();
      byte[] answer = ("{\"access_token\":\"token\",\"token_type\":\"Bearer\"" + member + "}").getBytes();
      exchange.getResponseHeaders().add("content-type", "application/json");
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
      exchange.close();
    });
    server.start();
    ClientRegistration app = ClientRegistration.withRegistrationId("app").clientId("app").clientSecret("secret")
        .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS).tokenUri("http://127.0.0.1:" + server.getAddress().getPort() + "/token").build();
    var registrations = new InMemoryClientRegistrationRepository(app);
    String[] members = {",\"expires_in\":3600", ",\"expires_in\":\"3600\"", ",\"expires_in\":61", "", ",\"expires_in\":null", ",\"expires_in\":3600.0", ",\"expires_in\":60"};
    for (int i = 0; i < members.length; i++) {
      member = members[i];
      requests = 0;
      var manager = new AuthorizedClientServiceOAuth2AuthorizedClientManager(registrations, new InMemoryOAuth2AuthorizedClientService(registrations));
      manager.setAuthorizedClientProvider(OAuth2AuthorizedClientProviderBuilder.builder().clientCredentials().build());
      var request = OAuth2AuthorizeRequest.withClientRegistrationId("app").principal(new TestingAuthenticationToken("service", "")).build();
      OAuth2AccessToken token = null;
      for (int call = 0; call < 3; call++) token = manager.authorize(request).getAccessToken();
      long life = Duration.between(token.getIssuedAt(), token.getExpiresAt()).toSeconds();
      System.out.println((member.isEmpty() ? "nothing" : member.substring(1)) + ": a life of " + life + " s, " + requests + " token requests for 3 calls");
      if (requests != (i < 3 ? 1 : 3) || (i > 2 && i < 6 && life != 1)) System.exit(1);
    }
    server.stop(0);
  }
}
JAVA
timeout 120 java -cp 'lib/*' Show.java 2>/dev/null
