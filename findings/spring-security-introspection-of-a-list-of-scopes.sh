#!/usr/bin/env bash
# Token introspection with Spring Security, against a server that writes `"scope": ["read", "write"]`, as several do, though RFC 7662 has a text. One would expect both scopes, or an error. The attribute `scope` is there, with both, and nobody has an authority: every request ends in 403, as if the token were for nothing.
# `"scope": ""` is an authority too, `SCOPE_`, and so is the second blank of "read  write"; `"scope": null` and `"exp": "1900000000"` are a NullPointerException and a ClassCastException, that is a 500 and no 401.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>show</groupId><artifactId>show</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.springframework.security</groupId><artifactId>spring-security-oauth2-resource-server</artifactId><version>7.0.5</version></dependency>
    <dependency><groupId>tools.jackson.core</groupId><artifactId>jackson-databind</artifactId><version>3.0.3</version></dependency>
  </dependencies>
</project>
XML
mvn --quiet --batch-mode dependency:copy-dependencies -DoutputDirectory=lib >/dev/null
echo "org.springframework.security:spring-security-oauth2-resource-server:7.0.5, $(java -version 2>&1 | head -1)"
cat >Show.java <<'JAVA'
import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import org.springframework.security.oauth2.server.resource.introspection.OpaqueTokenIntrospector;
import org.springframework.security.oauth2.server.resource.introspection.SpringOpaqueTokenIntrospector;

public class Show {
  static String answer;

  static void line(OpaqueTokenIntrospector introspector, String members, String expected) {
    answer = "{\"active\":true,\"sub\":\"anna\"," + members + "}";
    String seen;
    try {
      seen = introspector.introspect("token").getAuthorities().toString();
    } catch (RuntimeException failure) {
      seen = failure.getClass().getSimpleName();
    }
    System.out.println(members + ": " + seen);
    if (!seen.equals(expected)) System.exit(1);
  }

  public static void main(String[] arguments) throws Exception {
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext("/introspect", exchange -> {
      exchange.getRequestBody().readAllBytes();
      byte[] bytes = answer.getBytes();
      exchange.getResponseHeaders().add("content-type", "application/json");
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
      exchange.close();
    });
    server.start();
    String address = "http://127.0.0.1:" + server.getAddress().getPort() + "/introspect";
    OpaqueTokenIntrospector introspector = SpringOpaqueTokenIntrospector.withIntrospectionUri(address).clientId("api").clientSecret("secret").build();
    line(introspector, "\"scope\":\"read write\"", "[SCOPE_read, SCOPE_write]");
    line(introspector, "\"scope\":[\"read\",\"write\"]", "[]");
    line(introspector, "\"scope\":\"\"", "[SCOPE_]");
    line(introspector, "\"scope\":\"read  write\"", "[SCOPE_read, SCOPE_, SCOPE_write]");
    line(introspector, "\"scope\":null", "NullPointerException");
    line(introspector, "\"exp\":\"1900000000\"", "ClassCastException");
    server.stop(0);
  }
}
JAVA
java -cp 'lib/*' Show.java 2>/dev/null
