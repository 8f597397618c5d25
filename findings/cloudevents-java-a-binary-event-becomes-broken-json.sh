#!/usr/bin/env bash
# An event in JSON whose data are bytes, `"data_base64": "aGk="`, without `datacontenttype`, which is optional. Read by CloudEvents' SDK for Java and written again, as whoever forwards events does, it should be the same event. The SDK takes what has no content type for JSON and puts the bytes where JSON belongs: `"data":hi`, which nobody can read,
# itself included. With any type that is not JSON it is right.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>show</groupId><artifactId>show</artifactId><version>1</version>
  <dependencies><dependency><groupId>io.cloudevents</groupId><artifactId>cloudevents-json-jackson</artifactId><version>4.0.1</version></dependency></dependencies>
</project>
XML
mvn --quiet --batch-mode dependency:copy-dependencies -DoutputDirectory=lib >/dev/null
echo "io.cloudevents:cloudevents-json-jackson:4.0.1, $(java -version 2>&1 | head -1)"
cat >Show.java <<'JAVA'
import io.cloudevents.core.format.EventDeserializationException;
import io.cloudevents.core.format.EventFormat;
import io.cloudevents.core.provider.EventFormatProvider;
import io.cloudevents.jackson.JsonFormat;

public class Show {
  static void line(String members, String expected, boolean readable) {
    EventFormat json = EventFormatProvider.getInstance().resolveFormat(JsonFormat.CONTENT_TYPE);
    byte[] written = json.serialize(json.deserialize(("{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"urn:x\",\"type\":\"signed\"," + members + "}").getBytes()));
    String seen = new String(written).replaceFirst(".*\"signed\",", "").replaceFirst("}$", "");
    boolean again = true;
    try {
      json.deserialize(written);
    } catch (EventDeserializationException refusal) {
      again = false;
    }
    System.out.println(members + " is written as " + seen + (again ? "" : ", which is not read again"));
    if (!seen.equals(expected) || again != readable) System.exit(1);
  }

  public static void main(String[] arguments) {
    line("\"datacontenttype\":\"application/pdf\",\"data_base64\":\"aGk=\"", "\"datacontenttype\":\"application/pdf\",\"data_base64\":\"aGk=\"", true);
    line("\"data_base64\":\"aGk=\"", "\"data\":hi", false);
  }
}
JAVA
java -cp 'lib/*' Show.java 2>/dev/null
