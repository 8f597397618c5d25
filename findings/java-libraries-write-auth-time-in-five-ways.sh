#!/usr/bin/env bash
# An issuer in Java puts the moment of a login into a token with `claim("auth_time", moment)`. All these libraries write `iat` from a Date as seconds, so one would expect that of any Date or Instant, or a refusal. JJWT writes milliseconds (the year 58134), jose4j "Sun Mar 01 12:00:00 UTC 2026",
# even of its own NumericDate, Nimbus seconds of a Date and an object with `seconds` and `nanos` of an Instant. java-jwt writes seconds of both. Relying parties refuse such tokens, or find a login in the future.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>show</groupId><artifactId>show</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>io.jsonwebtoken</groupId><artifactId>jjwt-impl</artifactId><version>0.13.0</version></dependency>
    <dependency><groupId>io.jsonwebtoken</groupId><artifactId>jjwt-jackson</artifactId><version>0.13.0</version></dependency>
    <dependency><groupId>com.auth0</groupId><artifactId>java-jwt</artifactId><version>4.6.2</version></dependency>
    <dependency><groupId>com.nimbusds</groupId><artifactId>nimbus-jose-jwt</artifactId><version>10.10</version></dependency>
    <dependency><groupId>org.bitbucket.b_c</groupId><artifactId>jose4j</artifactId><version>0.9.6</version></dependency>
  </dependencies>
</project>
XML
mvn --quiet --batch-mode dependency:copy-dependencies -DoutputDirectory=lib >/dev/null
echo "jjwt 0.13.0, java-jwt 4.6.2, nimbus-jose-jwt 10.10, jose4j 0.9.6, $(java -version 2>&1 | head -1)"
cat >Show.java <<'JAVA'
import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import com.nimbusds.jwt.JWTClaimsSet;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Keys;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;

public class Show {
  static byte[] secret = "a secret of at least thirty-two bytes".getBytes();
  static boolean asSaid = true;

  static String payload(String token) {
    return new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]));
  }

  static String jose4j(Object moment) {
    JwtClaims claims = new JwtClaims();
    claims.setClaim("auth_time", moment);
    return claims.toJson();
  }

  static void seen(String library, String written, String expected) {
    System.out.println(library + ": " + written);
    asSaid &= written.equals("{\"auth_time\":" + expected + "}");
  }

  public static void main(String[] arguments) {
    Instant instant = Instant.parse("2026-03-01T12:00:00Z");
    Date date = Date.from(instant);
    seen("java-jwt, Date", payload(JWT.create().withClaim("auth_time", date).sign(Algorithm.HMAC256(secret))), "1772366400");
    seen("java-jwt, Instant", payload(JWT.create().withClaim("auth_time", instant).sign(Algorithm.HMAC256(secret))), "1772366400");
    seen("Nimbus, Date", new JWTClaimsSet.Builder().claim("auth_time", date).build().toString(), "1772366400");
    seen("Nimbus, Instant", new JWTClaimsSet.Builder().claim("auth_time", instant).build().toString(), "{\"seconds\":1772366400,\"nanos\":0}");
    seen("jjwt, Date", payload(Jwts.builder().claim("auth_time", date).signWith(Keys.hmacShaKeyFor(secret)).compact()), "1772366400000");
    seen("jose4j, Date", jose4j(date), "\"Sun Mar 01 12:00:00 UTC 2026\"");
    seen("jose4j, NumericDate", jose4j(NumericDate.fromMilliseconds(date.getTime())), "\"NumericDate{1772366400 -> Mar 1, 2026, 12:00:00 PM UTC}\"");
    if (!asSaid) System.exit(1);
  }
}
JAVA
java -Duser.timezone=UTC -Duser.language=en -Duser.country=US -cp 'lib/*' Show.java 2>/dev/null
