#!/usr/bin/env bash
# The claim `locale` with a script, "sr-Latn" or "zh-Hant-TW", a language tag (BCP 47) as OpenID Connect Core section 5.1 has it. Java's Locale knows such tags, so one would expect them back. pac4j makes "sr_LATN" of the first, a country
# that there is not and whose tag is "sr", and null of the second.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>show</groupId><artifactId>show</artifactId><version>1</version>
  <dependencies><dependency><groupId>org.pac4j</groupId><artifactId>pac4j-oidc</artifactId><version>6.2.2</version></dependency></dependencies>
</project>
XML
mvn --quiet --batch-mode dependency:copy-dependencies -DoutputDirectory=lib >/dev/null
echo "org.pac4j:pac4j-oidc:6.2.2, $(java -version 2>&1 | head -1)"
cat >Show.java <<'JAVA'
import java.util.Locale;
import java.util.Map;
import org.pac4j.oidc.profile.OidcProfile;
import org.pac4j.oidc.profile.OidcProfileDefinition;

public class Show {
  public static void main(String[] arguments) {
    Map<String, String> expected = Map.of("de-AT", "de-AT", "sr-Latn", "sr", "zh-Hant-TW", "null");
    for (String tag : new String[] {"de-AT", "sr-Latn", "zh-Hant-TW"}) {
      OidcProfileDefinition definition = new OidcProfileDefinition();
      OidcProfile profile = (OidcProfile) definition.newProfile();
      definition.convertAndAdd(profile, Map.of("locale", tag), Map.of());
      Locale read = profile.getLocale();
      String again = read == null ? "null" : read.toLanguageTag();
      System.out.println(tag + ": Java " + Locale.forLanguageTag(tag).toLanguageTag() + ", pac4j " + read + ", as a tag " + again);
      if (!Locale.forLanguageTag(tag).toLanguageTag().equals(tag) || !again.equals(expected.get(tag))) System.exit(1);
    }
  }
}
JAVA
java -cp 'lib/*' Show.java 2>/dev/null
