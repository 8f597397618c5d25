#!/usr/bin/env bash
# A structured field with the decimal 1.0 (RFC 9651), read and written again, which is how a signature with the parameter `sf` (RFC 9421 section 2.1.1) is verified: both sides sign the field in its canonical form. One would expect "1.0", as Python's http_sf writes it. The JavaScript library reads the number 1 and writes the integer `1`:
# another type and other bytes, so that a signature over `q=1.0` made elsewhere does not verify, while one over `q=0.5` does.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . structured-headers@2.1.0 >/dev/null
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check http-sf==1.2.0
echo "structured-headers@2.1.0, Node $(node --version), http_sf 1.2.0"
cat >show.mjs <<'JS'
import { parseDictionary, serializeDictionary } from 'structured-headers';
for (const field of ['q=0.5', 'q=1.0', 'level=2.00;max=3.0']) console.log(`JavaScript: ${field} -> ${serializeDictionary(parseDictionary(field))}`);
JS
cat >show.py <<'PY'
import http_sf
for field in ['q=0.5', 'q=1.0', 'level=2.00;max=3.0']:
    print('Python: %s -> %s' % (field, http_sf.ser(http_sf.parse(field.encode(), tltype='dictionary'))))
PY
{ node show.mjs; python/bin/python show.py; } | tee seen
diff - seen <<'SEEN'
JavaScript: q=0.5 -> q=0.5
JavaScript: q=1.0 -> q=1
JavaScript: level=2.00;max=3.0 -> level=2;max=3
Python: q=0.5 -> q=0.5
Python: q=1.0 -> q=1.0
Python: level=2.00;max=3.0 -> level=2.0;max=3.0
SEEN
