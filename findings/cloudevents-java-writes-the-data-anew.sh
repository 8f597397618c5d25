#!/usr/bin/env bash
# An event in JSON with an amount in its data, `{"amount": 19.90}`, read by CloudEvents' SDK for Java: `getData().toBytes()` should be what was sent, since the one who checks a digest or a signature over the data has nothing else. The SDK reads JSON into a tree and writes it anew: 19.90 becomes 19.9, the sum 12345678901234567.89 becomes
# 1.2345678901234568E16, blanks are gone. The same event with its attributes in headers keeps every byte.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>show</groupId><artifactId>show</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>io.cloudevents</groupId><artifactId>cloudevents-json-jackson</artifactId><version>4.0.1</version></dependency>
    <dependency><groupId>io.cloudevents</groupId><artifactId>cloudevents-http-basic</artifactId><version>4.0.1</version></dependency>
  </dependencies>
</project>
XML
mvn --quiet --batch-mode dependency:copy-dependencies -DoutputDirectory=lib >/dev/null
echo "io.cloudevents:cloudevents-json-jackson:4.0.1, $(java -version 2>&1 | head -1)"
cat >Show.java <<'JAVA'
import io.cloudevents.http.HttpMessageFactory;
import java.util.Map;

public class Show {
  static void line(String how, Map<String, String> headers, String body, String expected) {
    String seen = new String(HttpMessageFactory.createReader(headers, body.getBytes()).toEvent().getData().toBytes());
    System.out.println(how + ": " + seen);
    if (!seen.equals(expected)) System.exit(1);
  }

  public static void main(String[] arguments) {
    String data = "{ \"amount\": 19.90, \"sum\": 12345678901234567.89 }";
    line("attributes in headers", Map.of("ce-specversion", "1.0", "ce-id", "1", "ce-source", "urn:x", "ce-type", "signed", "content-type", "application/json"), data, data);
    line("all in JSON", Map.of("content-type", "application/cloudevents+json"), "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"urn:x\",\"type\":\"signed\",\"data\":" + data + "}", "{\"amount\":19.9,\"sum\":1.2345678901234568E16}");
  }
}
JAVA
java -cp 'lib/*' Show.java 2>/dev/null
