#!/usr/bin/env bash
# A token response with `"refresh_token": null`, as servers answer that give none. One would expect no refresh token. ScribeJava has one, the text "null": a client that asks `getRefreshToken() != null` will send it in, and `scope`
# and `token_type` that are null are texts as well, while `"expires_in": null` is the number 0.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>show</groupId><artifactId>show</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>com.github.scribejava</groupId><artifactId>scribejava-core</artifactId><version>8.3.3</version></dependency>
    <dependency><groupId>com.fasterxml.jackson.core</groupId><artifactId>jackson-databind</artifactId><version>2.14.0</version></dependency>
  </dependencies>
</project>
XML
mvn --quiet --batch-mode dependency:copy-dependencies -DoutputDirectory=lib >/dev/null
echo "com.github.scribejava:scribejava-core:8.3.3, $(java -version 2>&1 | head -1)"
cat >Show.java <<'JAVA'
import com.github.scribejava.core.builder.ServiceBuilder;
import com.github.scribejava.core.builder.api.DefaultApi20;
import com.github.scribejava.core.model.OAuth2AccessToken;
import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;

public class Show {
  static String members;

  public static void main(String[] arguments) throws Exception {
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext("/token", exchange -> {
      exchange.getRequestBody().readAllBytes();
      byte[] answer = ("{\"access_token\":\"token\"" + members + "}").getBytes();
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
      exchange.close();
    });
    server.start();
    String address = "http://127.0.0.1:" + server.getAddress().getPort();
    var service = new ServiceBuilder("app").apiSecret("secret").callback("https://rp.example.com/callback").build(new DefaultApi20() {
      @Override public String getAccessTokenEndpoint() { return address + "/token"; }
      @Override protected String getAuthorizationBaseUrl() { return address + "/authorize"; }
    });
    for (String each : new String[] {"", ",\"refresh_token\":null,\"scope\":null,\"token_type\":null,\"expires_in\":null"}) {
      members = each;
      OAuth2AccessToken token = service.getAccessToken("code");
      boolean none = token.getRefreshToken() == null && token.getScope() == null && token.getTokenType() == null && token.getExpiresIn() == null;
      boolean texts = "null".equals(token.getRefreshToken()) && "null".equals(token.getScope()) && "null".equals(token.getTokenType()) && Integer.valueOf(0).equals(token.getExpiresIn());
      System.out.println((each.isEmpty() ? "none of them" : each.substring(1)) + ": " + (none ? "nothing" : texts ? "the text \"null\" three times, and 0" : "something else"));
      if (!(each.isEmpty() ? none : texts)) System.exit(1);
    }
    server.stop(0);
  }
}
JAVA
timeout 120 java -cp 'lib/*' Show.java 2>/dev/null
