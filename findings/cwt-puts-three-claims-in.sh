#!/usr/bin/env bash
# A CBOR Web Token written with the library cwt: `cwt.encode({"iss": …, "sub": …}, key)`, say a credential that is meant to last, or a status list whose end stands elsewhere. One would expect the claims that were given, as PyJWT writes them. It adds three: `iat`, `nbf`, and an `exp` an hour from now,
# after which its own `decode` and every other reader refuse the token. A `nbf` of this very second is also refused by a reader whose clock is a second behind.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check cwt==3.3.0 pyjwt==2.10.1
echo "cwt 3.3.0, PyJWT 2.10.1, $(python/bin/python --version)"
cat >show.py <<'PY'
import time

import cwt
import jwt

key = cwt.COSEKey.generate_symmetric_key(alg='HS256', kid='01')
now = int(time.time())
given = {'iss': 'https://issuer.example.com', 'sub': 'anna'}
of_cwt = cwt.decode(cwt.encode(given, key), key)
of_jwt = jwt.decode(jwt.encode(given, 'a secret of more than thirty-two bytes'), 'a secret of more than thirty-two bytes', algorithms=['HS256'])
names = {1: 'iss', 2: 'sub', 4: 'exp', 5: 'nbf', 6: 'iat'}
print('PyJWT:', sorted(of_jwt))
print('cwt:', sorted(names[claim] for claim in of_cwt), 'exp in', round((of_cwt[4] - now) / 60), 'minutes')
assert sorted(of_jwt) == ['iss', 'sub']
assert sorted(of_cwt) == [1, 2, 4, 5, 6]
assert abs(of_cwt[4] - now - 3600) < 10 and abs(of_cwt[5] - now) < 10
PY
python/bin/python show.py
