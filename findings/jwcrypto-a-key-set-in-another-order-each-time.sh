#!/usr/bin/env bash
# A key set read from a file and published again by jwcrypto. One would expect its keys in the order in which they were read, since JSON has a list: some clients take the first key, a cache compares bytes, and an ETag is made of them. jwcrypto keeps them in a Python set: the order is another in each process,
# so two workers of one service answer different bytes. Sort them by `kid` before they are written.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check jwcrypto==1.6.1
cat >show.py <<'PY'
import json
import os

from jwcrypto import jwk

if not os.path.exists('keys.json'):
    made = [json.loads(jwk.JWK.generate(kty='EC', crv='P-256', kid='k%d' % number).export_public()) for number in range(1, 7)]
    json.dump({'keys': made}, open('keys.json', 'w'))
published = json.loads(jwk.JWKSet.from_json(open('keys.json').read()).export(private_keys=False))
print(' '.join(key['kid'] for key in published['keys']))
PY
echo "jwcrypto 1.6.1, $(python/bin/python --version)"
for _ in 1 2 3 4 5 6; do python/bin/python show.py; done | tee seen
echo "different orders in six processes: $(sort -u seen | wc -l)"
# 720 orders: that six processes agree does not happen by chance.
[ "$(sort -u seen | wc -l)" -gt 1 ]
[ "$(tr ' ' '\n' <seen | sort | uniq -c | awk '{print $1}' | sort -u)" = 6 ]
