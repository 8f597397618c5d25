#!/usr/bin/env bash
# CloudEvents on Kafka. An event without data, which is allowed ("Anna was deleted" needs none), written by Java's SDK in binary mode: one would expect an empty value. Python's SDK writes that; Java's writes null, which in a compacted topic is the tombstone that deletes the earlier events of that key, and in the end this one.
# And an event whose key is a number, written by Kafka's own LongSerializer: Java reads it, Python's SDK decodes every key as UTF-8 to make an extension of it, and the event is a UnicodeDecodeError from 128 on; tests with small numbers pass.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>show</groupId><artifactId>show</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>io.cloudevents</groupId><artifactId>cloudevents-kafka</artifactId><version>4.0.1</version></dependency>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka-clients</artifactId><version>4.1.0</version></dependency>
  </dependencies>
</project>
XML
mvn --quiet --batch-mode dependency:copy-dependencies -DoutputDirectory=lib >/dev/null
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check cloudevents==2.2.0
echo "cloudevents-kafka 4.0.1 and kafka-clients 4.1.0 (Java), cloudevents 2.2.0 (Python)"
cat >Show.java <<'JAVA'
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.kafka.CloudEventDeserializer;
import io.cloudevents.kafka.CloudEventSerializer;
import java.net.URI;
import java.util.HexFormat;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.LongSerializer;

public class Show {
  public static void main(String[] arguments) {
    CloudEvent event = CloudEventBuilder.v1().withId("1").withSource(URI.create("/people")).withType("person.deleted").withSubject("anna").build();
    RecordHeaders headers = new RecordHeaders();
    CloudEventSerializer writer = new CloudEventSerializer();
    writer.configure(Map.of(), false);
    byte[] value = writer.serialize("people", headers, event);
    String read = new CloudEventDeserializer().deserialize("people", headers, value).getSubject();
    System.err.println("Java: the value of an event without data is " + (value == null ? "null" : "bytes") + ", read as the event about " + read);
    if (value != null || !read.equals("anna")) System.exit(1);
    for (long key : new long[] {127, 128}) System.out.println(key + " " + HexFormat.of().formatHex(new LongSerializer().serialize("people", key)));
  }
}
JAVA
java -cp 'lib/*' Show.java 2> >(grep Java: >&2) >keys
cat >show.py <<'PY'
from cloudevents.core.bindings.kafka import KafkaMessage, from_binary_event, to_binary_event
from cloudevents.core.v1.event import CloudEvent

event = CloudEvent({'specversion': '1.0', 'id': '1', 'source': '/people', 'type': 'person.deleted'}, None)
written = to_binary_event(event).value
print('Python: the value of an event without data is %r' % (written,))
headers = {'ce_specversion': b'1.0', 'ce_id': b'1', 'ce_source': b'/people', 'ce_type': b'person.deleted'}
seen = []
for line in open('keys'):
    key, text = line.split()
    try:
        from_binary_event(KafkaMessage(headers=headers, key=bytes.fromhex(text), value=b''))
        seen.append('read')
    except UnicodeDecodeError as error:
        seen.append(type(error).__name__)
    print('Python: the key %s of a LongSerializer: %s' % (key, seen[-1]))
assert seen == ['read', 'UnicodeDecodeError'] and written == b''
PY
python/bin/python show.py
