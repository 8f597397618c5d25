#!/usr/bin/env bash
# A rule over claims in JMESPath, as AWS, Azure's tools and OAuth libraries have it: `emails[?verified == true].address`. One would expect the verified addresses. `true` is an identifier in JMESPath, like every bare word: the member of that name, which is nowhere, so that null is compared and nothing is found, without an error;
# `"work"` in double quotes is the member named work. Literals stand in backticks and texts in single quotes. A text that is ordered against a number is null by the specification, in JavaScript the text becomes a number, and in Python it is a TypeError.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . jmespath@0.16.0 >/dev/null
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check jmespath==1.1.0
echo "jmespath@0.16.0, Python's jmespath 1.1.0"
echo '{"emails": [{"address": "anna@example.com", "kind": "work", "verified": true, "level": "20"}, {"address": "anna@example.org", "kind": "home", "verified": false, "level": 3}]}' >claims.json
cat >rules.txt <<'RULES'
emails[?verified == true].address
emails[?verified == `true`].address
emails[?kind == "work"].address
emails[?kind == 'work'].address
emails[?level > `18`].address
RULES
cat >show.cjs <<'JS'
const { readFileSync } = require('node:fs');
const { search } = require('jmespath');
const claims = JSON.parse(readFileSync('claims.json', 'utf8'));
for (const rule of readFileSync('rules.txt', 'utf8').trim().split('\n')) console.log(`JavaScript: ${rule}: ${JSON.stringify(search(claims, rule))}`);
JS
cat >show.py <<'PY'
import json

import jmespath

claims = json.load(open('claims.json'))
for rule in open('rules.txt').read().splitlines():
    try:
        seen = json.dumps(jmespath.search(rule, claims))
    except TypeError:
        seen = 'TypeError'
    print('Python: %s: %s' % (rule, seen))
PY
{ node show.cjs; python/bin/python show.py; } | tee seen
diff - seen <<'SEEN'
JavaScript: emails[?verified == true].address: []
JavaScript: emails[?verified == `true`].address: ["anna@example.com"]
JavaScript: emails[?kind == "work"].address: []
JavaScript: emails[?kind == 'work'].address: ["anna@example.com"]
JavaScript: emails[?level > `18`].address: ["anna@example.com"]
Python: emails[?verified == true].address: []
Python: emails[?verified == `true`].address: ["anna@example.com"]
Python: emails[?kind == "work"].address: []
Python: emails[?kind == 'work'].address: ["anna@example.com"]
Python: emails[?level > `18`].address: TypeError
SEEN
