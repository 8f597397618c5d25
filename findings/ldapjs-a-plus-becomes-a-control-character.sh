#!/usr/bin/env bash
# The distinguished name of a group "Sales+Events", `CN=Sales\+Events,O=Example`, as RFC 4514 section 2.4 writes it and directories answer it in `memberOf`. One would expect `Sales+Events` of every library. ldapjs takes `+E` after the backslash for a hexadecimal number and reads "Sales", the character 0E, "vents";
# `R\+D` is the group "R". With a blank after the `+`, or a letter beyond F, it is right, so tests with other names pass. An escaped blank at either end, which is part of the name, is cut off too. ldap3 (Python) leaves the backslash in the value, and refuses `=` in a value (allowed unescaped) and a type given by number. Java reads all of them.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . ldapjs@3.0.7 @ldapjs/dn@1.1.0 >/dev/null
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check ldap3==2.9.1
echo "ldapjs@3.0.7 with @ldapjs/dn@1.1.0, ldap3 2.9.1, $(java -version 2>&1 | head -1)"
cat >names <<'NAMES'
CN=Sales\, East,O=Example
CN=Sales\+Events,O=Example
CN=R\+D,O=Example
CN=Sales\+Marketing,O=Example
CN=\ Sales,O=Example
CN=tier=1,O=Example
2.5.4.3=Sales,O=Example
NAMES
cat >show.cjs <<'JS'
const { readFileSync } = require('node:fs');
const ldapjs = require('ldapjs');

for (const name of readFileSync('names', 'utf8').trim().split('\n')) {
  const first = ldapjs.parseDN(name).rdnAt(0);
  console.log(`${name} ldapjs ${JSON.stringify(first.getValue([...first.keys()][0]))}`);
}
JS
cat >show.py <<'PY'
import json

from ldap3.core.exceptions import LDAPInvalidDnError
from ldap3.utils.dn import parse_dn

for name in open('names').read().splitlines():
    try:
        print(name, 'ldap3', json.dumps(parse_dn(name)[0][1]))
    except LDAPInvalidDnError as refusal:
        print(name, 'ldap3', refusal)
PY
cat >Show.java <<'JAVA'
import java.nio.file.Files;
import java.nio.file.Path;
import javax.naming.ldap.LdapName;

public class Show {
  public static void main(String[] arguments) throws Exception {
    for (String name : Files.readAllLines(Path.of("names"))) System.out.println(name + " Java \"" + new LdapName(name).getRdn(1).getValue() + "\"");
  }
}
JAVA
{ node show.cjs 2>/dev/null; python/bin/python show.py; java Show.java; } | tee seen
diff - seen <<'SEEN'
CN=Sales\, East,O=Example ldapjs "Sales, East"
CN=Sales\+Events,O=Example ldapjs "Sales\u000events"
CN=R\+D,O=Example ldapjs "R"
CN=Sales\+Marketing,O=Example ldapjs "Sales+Marketing"
CN=\ Sales,O=Example ldapjs "Sales"
CN=tier=1,O=Example ldapjs "tier=1"
2.5.4.3=Sales,O=Example ldapjs "Sales"
CN=Sales\, East,O=Example ldap3 "Sales\\, East"
CN=Sales\+Events,O=Example ldap3 "Sales\\+Events"
CN=R\+D,O=Example ldap3 "R\\+D"
CN=Sales\+Marketing,O=Example ldap3 "Sales\\+Marketing"
CN=\ Sales,O=Example ldap3 "\\ Sales"
CN=tier=1,O=Example ldap3 special character = must be escaped
2.5.4.3=Sales,O=Example ldap3 character '.' not allowed in attribute type
CN=Sales\, East,O=Example Java "Sales, East"
CN=Sales\+Events,O=Example Java "Sales+Events"
CN=R\+D,O=Example Java "R+D"
CN=Sales\+Marketing,O=Example Java "Sales+Marketing"
CN=\ Sales,O=Example Java " Sales"
CN=tier=1,O=Example Java "tier=1"
2.5.4.3=Sales,O=Example Java "Sales"
SEEN
