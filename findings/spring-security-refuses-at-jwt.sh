#!/usr/bin/env bash
# An access token whose header says `typ: at+jwt`, as RFC 9068 section 2.1 has every JWT access token say it, given to the JWT decoder that Spring Security makes for a resource server. One would
# expect a decoder that exists for access tokens to take the type which their profile prescribes. It refuses it ("the given typ value needs to be one of [JWT]"), `application/at+jwt` too, while
# the same token without `typ` or with `JWT` is read. `validateType(false)` and a validator for `at+jwt` make it read them.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>show</groupId><artifactId>show</artifactId><version>1</version>
  <dependencies><dependency><groupId>org.springframework.security</groupId><artifactId>spring-security-oauth2-jose</artifactId><version>7.0.5</version></dependency></dependencies>
</project>
XML
mvn --quiet --batch-mode dependency:copy-dependencies -DoutputDirectory=lib >/dev/null
echo "org.springframework.security:spring-security-oauth2-jose:7.0.5, $(java -version 2>&1 | head -1)"
cat >Show.java <<'JAVA'
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.util.Date;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtTypeValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

public class Show {
  static String read(JwtDecoder decoder, String token) {
    try {
      return "read, sub " + decoder.decode(token).getSubject();
    } catch (Exception refusal) {
      return "refused: " + refusal.getMessage();
    }
  }

  static void line(String title, String seen, boolean read) {
    System.out.println(title + ": " + seen);
    if (seen.startsWith("read") != read) System.exit(1);
  }

  public static void main(String[] arguments) throws Exception {
    RSAKey key = new RSAKeyGenerator(2048).keyID("k1").generate();
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    byte[] keys = new JWKSet(key.toPublicJWK()).toString().getBytes();
    server.createContext("/jwks", exchange -> {
      exchange.getResponseHeaders().add("content-type", "application/json");
      exchange.sendResponseHeaders(200, keys.length);
      exchange.getResponseBody().write(keys);
      exchange.close();
    });
    server.start();
    String address = "http://127.0.0.1:" + server.getAddress().getPort() + "/jwks";
    NimbusJwtDecoder usual = NimbusJwtDecoder.withJwkSetUri(address).build();
    NimbusJwtDecoder told = NimbusJwtDecoder.withJwkSetUri(address).validateType(false).build();
    told.setJwtValidator(new JwtTypeValidator("at+jwt"));
    for (String type : new String[] {null, "JWT", "at+jwt", "application/at+jwt"}) {
      JWSHeader.Builder header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("k1");
      if (type != null) header.type(new JOSEObjectType(type));
      SignedJWT token = new SignedJWT(header.build(), new JWTClaimsSet.Builder().subject("john").expirationTime(new Date(System.currentTimeMillis() + 60_000)).build());
      token.sign(new RSASSASigner(key));
      line("typ " + type, read(usual, token.serialize()), type == null || type.equals("JWT"));
      if ("at+jwt".equals(type)) line("typ at+jwt, told to expect it", read(told, token.serialize()), true);
    }
    server.stop(0);
  }
}
JAVA
java -cp 'lib/*' Show.java 2>/dev/null
