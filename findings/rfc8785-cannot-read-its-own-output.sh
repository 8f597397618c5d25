#!/usr/bin/env bash
# Canonical JSON (RFC 8785) is made of JSON, so one would expect canonicalizing to give the same again when it is done twice. The float 1e16 is written as 10000000000000000,
# as the RFC has it; read back, Python has an int, and the same library refuses that as "exceeds safe integer domain". So it does with 9007199254740992,
# a sample of the RFC's own appendix B. The libraries jcs (Python), canonicalize and json-canonicalize (npm) take both.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check rfc8785==0.1.4 jcs==0.2.1
npm install --silent --no-audit --no-fund --prefix . canonicalize@2.1.0 json-canonicalize@3.0.1 >/dev/null
echo 'rfc8785 0.1.4, jcs 0.2.1 (PyPI); canonicalize@2.1.0 json-canonicalize@3.0.1 (npm)'
cat >show.py <<'PY'
import json
import jcs, rfc8785

def canonical(library, text):
    try:
        return library(json.loads(text)).decode()
    except Exception as error:
        return '%s: %s' % (type(error).__name__, error)

once = canonical(rfc8785.dumps, '[1e16]')
twice = canonical(rfc8785.dumps, once)
sample = canonical(rfc8785.dumps, '[9007199254740992]')
print('rfc8785: [1e16] -> %s -> %s\nrfc8785: [9007199254740992] -> %s' % (once, twice, sample))
print('jcs:     [1e16] -> %s, [9007199254740992] -> %s' % tuple(canonical(jcs.canonicalize, text) for text in (once, '[9007199254740992]')))
assert once == '[10000000000000000]'
assert twice.startswith('IntegerDomainError') and sample.startswith('IntegerDomainError')
assert canonical(jcs.canonicalize, once) == once
PY
python/bin/python show.py
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import canonicalize from 'canonicalize';
import { canonicalize as jsonCanonicalize } from 'json-canonicalize';

for (const text of ['[10000000000000000]', '[9007199254740992]']) {
  const seen = [canonicalize(JSON.parse(text)), jsonCanonicalize(JSON.parse(text))];
  console.log(`canonicalize, json-canonicalize: ${text} -> ${seen.join(', ')}`);
  assert.deepEqual(seen, [text, text]);
}
JS
node show.mjs
