#!/usr/bin/env bash
# `objectGUID` of Active Directory, sixteen bytes, which many take for the name of a person that never changes. One would expect bytes from an LDAP client, or a text, but one of them. ldapts and ldap3 (where the server shows no schema) look at each value: what happens to be UTF-8 becomes a text, all else bytes. Of random GUIDs that is one in some ten thousand,
# so the code that makes hexadecimal of it fails for the first such person, years later. ldapts needs `explicitBufferAttributes`, ldap3 `raw_attributes`. A group alone is a text in ldapts, two are a list, and none that were asked for an empty list.
set -euo pipefail
folder=$(mktemp -d)
trap '[ -z "${server:-}" ] || kill "$server" 2>/dev/null; wait; rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . ldapts@9.2.0 >/dev/null
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check ldap3==2.9.1
mvn --quiet --batch-mode dependency:copy -Dartifact=com.unboundid:unboundid-ldapsdk:7.0.3 -DoutputDirectory=. >/dev/null
echo "ldapts@9.2.0, ldap3 2.9.1, a directory of com.unboundid:unboundid-ldapsdk:7.0.3"
cat >Directory.java <<'JAVA'
import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import java.net.InetAddress;

public class Directory {
  public static void main(String[] arguments) throws Exception {
    InMemoryDirectoryServerConfig configuration = new InMemoryDirectoryServerConfig("dc=example,dc=com");
    configuration.addAdditionalBindCredentials("cn=reader", "secret");
    configuration.setSchema(null);
    configuration.setListenerConfigs(InMemoryListenerConfig.createLDAPConfig("ldap", InetAddress.getByName("127.0.0.1"), Integer.parseInt(arguments[0]), null));
    InMemoryDirectoryServer directory = new InMemoryDirectoryServer(configuration);
    directory.add("dn: dc=example,dc=com", "objectClass: domain", "dc: example");
    directory.add("dn: cn=anna,dc=example,dc=com", "objectClass: user", "cn: anna", "memberOf: cn=signers", "objectGUID:: QUJDREVGR0hJSktMTU5PUA==");
    directory.add("dn: cn=bert,dc=example,dc=com", "objectClass: user", "cn: bert", "memberOf: cn=signers", "memberOf: cn=audit", "objectGUID:: /v8AAQIDBAUGBwgJCgsMDQ==");
    directory.startListening();
    Thread.sleep(120_000);
  }
}
JAVA
port=$(node -e "const s=require('net').createServer().listen(0,'127.0.0.1',()=>{console.log(s.address().port);s.close()})")
java -cp unboundid-ldapsdk-7.0.3.jar Directory.java "$port" >directory.log 2>&1 &
server=$!
for _ in $(seq 100); do
  if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then break; fi
  sleep 0.5
done
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { isUtf8 } from 'node:buffer';
import { randomFillSync } from 'node:crypto';
import { Client } from 'ldapts';

const client = new Client({ url: `ldap://127.0.0.1:${process.argv[2]}` });
await client.bind('cn=reader', 'secret');
const { searchEntries } = await client.search('dc=example,dc=com', { filter: '(objectClass=user)', attributes: ['objectGUID', 'memberOf', 'mail'] });
await client.unbind();
const kind = (value) => (Buffer.isBuffer(value) ? 'bytes' : Array.isArray(value) ? `list of ${value.length}` : 'text');
const seen = searchEntries.map(({ objectGUID, memberOf, mail }) => [kind(objectGUID), kind(memberOf), kind(mail)]);
const guid = Buffer.alloc(16);
let texts = 0;
for (let count = 0; count < 500_000; count += 1) if (isUtf8(randomFillSync(guid))) texts += 1;
console.log('ldapts, objectGUID, memberOf, mail:', JSON.stringify(seen), `; of 500000 random GUIDs ${texts} are UTF-8`);
assert.deepEqual(seen, [['text', 'text', 'list of 0'], ['bytes', 'list of 2', 'list of 0']]);
assert(texts > 0);
JS
node show.mjs "$port"
cat >show.py <<'PY'
import sys

from ldap3 import Connection, Server

connection = Connection(Server('127.0.0.1', int(sys.argv[1])), 'cn=reader', 'secret', auto_bind=True)
connection.search('dc=example,dc=com', '(objectClass=user)', attributes=['objectGUID'])
seen = [type(entry['attributes']['objectGUID'][0]).__name__ for entry in connection.response]
print('ldap3, objectGUID:', seen)
assert seen == ['str', 'bytes']
PY
python/bin/python show.py "$port"
