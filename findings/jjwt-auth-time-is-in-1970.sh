#!/usr/bin/env bash
# When somebody logged in, read from an ID token with JJWT: `claims.get("auth_time", Date.class)`. The same call for `iat`, `exp` and `nbf` gives the right moment, so one would expect it for `auth_time` and `updated_at`, numbers of the same kind (OpenID Connect Core sections 2 and 5.1).
# They come out in January 1970, taken for milliseconds, without an error: every login is fifty years old, and `max_age` never met. jose4j, Nimbus and java-jwt give the right moment.
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
import com.nimbusds.jwt.SignedJWT;
import io.jsonwebtoken.Claims;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Keys;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.HmacKey;

public class Show {
  public static void main(String[] arguments) throws Exception {
    byte[] secret = "a secret of at least thirty-two bytes".getBytes();
    Instant login = Instant.parse("2026-03-01T12:00:00Z");
    String token = JWT.create().withPayload(Map.of("iat", login.getEpochSecond(), "auth_time", login.getEpochSecond(), "updated_at", login.getEpochSecond())).sign(Algorithm.HMAC256(secret));

    Claims jjwt = Jwts.parser().verifyWith(Keys.hmacShaKeyFor(secret)).build().parseSignedClaims(token).getPayload();
    JwtClaims jose4j = new JwtConsumerBuilder().setVerificationKey(new HmacKey(secret)).build().processToClaims(token);
    boolean asSaid = true;
    for (String claim : new String[] {"iat", "auth_time", "updated_at"}) {
      Date byJjwt = jjwt.get(claim, Date.class);
      Date byJavaJwt = JWT.decode(token).getClaim(claim).asDate();
      Date byNimbus = SignedJWT.parse(token).getJWTClaimsSet().getDateClaim(claim);
      long byJose4j = jose4j.getNumericDateClaimValue(claim).getValueInMillis();
      System.out.println(claim + ": jjwt " + byJjwt.toInstant() + ", java-jwt " + byJavaJwt.toInstant() + ", Nimbus " + byNimbus.toInstant() + ", jose4j " + Instant.ofEpochMilli(byJose4j));
      asSaid &= byJavaJwt.toInstant().equals(login) && byNimbus.toInstant().equals(login) && byJose4j == login.toEpochMilli();
      asSaid &= byJjwt.getTime() == (claim.equals("iat") ? login.toEpochMilli() : login.getEpochSecond());
    }
    if (!asSaid) System.exit(1);
  }
}
JAVA
java -cp 'lib/*' Show.java 2>/dev/null
