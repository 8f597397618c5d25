#!/usr/bin/env bash
# A 401 of a resource server that takes both kinds of token, with one challenge for each in one field, as RFC 9110 section 11.6.1 and RFC 9449 section 7.2 have it. One would expect Werkzeug to give the first, or both. It gives one that nobody sent:
# of type bearer, with the error of the other (`use_dpop_nonce`) and a parameter named "DPoP algs"; `Bearer, DPoP algs="ES256"` is of type "bearer,".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check Werkzeug==3.1.9
echo 'Werkzeug 3.1.9'
cat >show.py <<'PY'
from werkzeug.datastructures import WWWAuthenticate

expected = {
    'Bearer error="invalid_token", DPoP algs="ES256", error="use_dpop_nonce"': ('bearer', {'error': 'use_dpop_nonce', 'DPoP algs': 'ES256'}),
    'Bearer, DPoP algs="ES256"': ('bearer,', {'DPoP algs': 'ES256'}),
    'DPoP algs="ES256", error="use_dpop_nonce"': ('dpop', {'algs': 'ES256', 'error': 'use_dpop_nonce'}),
}
for field, result in expected.items():
    read = WWWAuthenticate.from_header(field)
    seen = (read.type, dict(read.parameters))
    print('%s: %s' % (field, seen))
    assert seen == result
PY
python/bin/python show.py
