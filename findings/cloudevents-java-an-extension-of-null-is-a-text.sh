#!/usr/bin/env bash
# CloudEvents in JSON may write an attribute that is not set as null (JSON event format, section 2.2): `"subject": null, "partitionkey": null`. One would expect neither to be set. In the SDK for Java `subject` is unset, and the extension is the text "null", which it sends on as such; an object becomes a text of JSON.
# And data that are an object are refused where the media type is written `APPLICATION/JSON` or has a dot, `application/vnd.signed+json`, while `application/problem+json` is taken.
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
  static void line(String members, String expected) {
    EventFormat json = EventFormatProvider.getInstance().resolveFormat(JsonFormat.CONTENT_TYPE);
    String seen;
    try {
      seen = new String(json.serialize(json.deserialize(("{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"urn:x\",\"type\":\"signed\"," + members + "}").getBytes()))).replaceFirst(".*\"signed\",?", "").replaceFirst("}$", "");
    } catch (EventDeserializationException refusal) {
      seen = "refused";
    }
    System.out.println(members + ": " + seen);
    if (!seen.equals(expected)) System.exit(1);
  }

  public static void main(String[] arguments) {
    line("\"subject\":null", "");
    line("\"partitionkey\":null", "\"partitionkey\":\"null\"");
    String data = ",\"data\":{\"a\":1}";
    for (String type : new String[] {"application/json", "application/problem+json"}) line("\"datacontenttype\":\"" + type + "\"" + data, "\"datacontenttype\":\"" + type + "\"" + data);
    for (String type : new String[] {"APPLICATION/JSON", "application/vnd.signed+json"}) line("\"datacontenttype\":\"" + type + "\"" + data, "refused");
  }
}
JAVA
java -cp 'lib/*' Show.java 2>/dev/null
