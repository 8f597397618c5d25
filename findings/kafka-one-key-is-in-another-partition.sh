#!/usr/bin/env bash
# Events with the signer as key, so that Kafka keeps their order: one key, one partition. One would expect the same partition from each producer, since the key's bytes decide. kafkajs and aiokafka hash as Java's client does (murmur2); confluent-kafka, like all on librdkafka (Go, .NET, PHP …), takes CRC-32
# unless `partitioner` is `murmur2_random`. So two services that write to one topic, or one that is moved to the other library, put one signer's events into two partitions, in no order, and a join by partition finds nothing.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check confluent-kafka==2.16.1 aiokafka==0.14.0
npm install --silent --no-audit --no-fund --prefix . kafkajs@2.2.4 >/dev/null
echo "confluent-kafka 2.16.1, aiokafka 0.14.0, kafkajs 2.2.4"
cat >show.mjs <<'JS'
import kafkajs from 'kafkajs';

const [broker, ...keys] = process.argv.slice(2);
const producer = new kafkajs.Kafka({ brokers: [broker], logLevel: kafkajs.logLevel.ERROR }).producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
await producer.connect();
const partitions = [];
for (const key of keys) partitions.push((await producer.send({ topic: 'logins', messages: [{ key, value: '{}' }] }))[0].partition);
await producer.disconnect();
console.log(JSON.stringify(partitions));
JS
# The broker is the one that librdkafka brings for tests: it listens as a true one does, with four partitions a topic.
cat >show.py <<'PY'
import asyncio
import json
import subprocess

from aiokafka import AIOKafkaProducer
from confluent_kafka import Producer

keys = ['signer-%d' % number for number in range(1, 9)]
broker = Producer({'test.mock.num.brokers': 1})
[place] = broker.list_topics('logins', timeout=10).brokers.values()
address = '%s:%d' % (place.host, place.port)


def confluent(**settings):
    seen = {}
    producer = Producer({'bootstrap.servers': address, **settings})
    for key in keys:
        producer.produce('logins', key=key, value='{}', callback=lambda _, message: seen.update({message.key().decode(): message.partition()}))
    producer.flush(10)
    return [seen[key] for key in keys]


async def asynchronous():
    producer = AIOKafkaProducer(bootstrap_servers=address)
    await producer.start()
    seen = [(await producer.send_and_wait('logins', key=key.encode(), value=b'{}')).partition for key in keys]
    await producer.stop()
    return seen


seen = {
    'confluent-kafka': confluent(),
    'confluent-kafka, murmur2_random': confluent(partitioner='murmur2_random'),
    'aiokafka': asyncio.run(asynchronous()),
    'kafkajs': json.loads(subprocess.check_output(['node', 'show.mjs', address, *keys])),
}
for library, partitions in seen.items():
    print('%s: partitions of signer-1 to signer-8 %s' % (library, partitions))
crc, *murmur = seen.values()
assert murmur[0] == murmur[1] == murmur[2]
assert sum(one == other for one, other in zip(crc, murmur[0])) < len(keys)
PY
timeout 60 python/bin/python show.py
