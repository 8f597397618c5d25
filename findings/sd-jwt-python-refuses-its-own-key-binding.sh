#!/usr/bin/env bash
# A wallet whose key is Ed25519 presents a credential with the holder of sd-jwt (Python), which takes `sign_alg='EdDSA'` for the proof of possession (KB-JWT), as the issuer does for the credential. One would expect the verifier of the same package to take both.
# The credential is verified by whatever its header names, the proof by ES256 alone, and nothing one can pass to the verifier changes that: "InvalidJWSSignature", as for a forged one, with the mismatch of algorithms deep inside.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check sd-jwt==0.10.4 jwcrypto==1.6.1
echo 'sd-jwt 0.10.4, jwcrypto 1.6.1'
cat >show.py <<'PY'
import time

from jwcrypto.jwk import JWK
from jwcrypto.jws import InvalidJWSSignature, JWS
from sd_jwt.common import SDObj
from sd_jwt.holder import SDJWTHolder
from sd_jwt.issuer import SDJWTIssuer
from sd_jwt.verifier import SDJWTVerifier

def present(holder_key, alg):
    issuer_key = JWK.generate(kty='OKP', crv='Ed25519')
    claims = {'iss': 'https://issuer.example.com', 'iat': int(time.time()), SDObj('given_name'): 'Anna'}
    issued = SDJWTIssuer(claims, issuer_key, holder_key, sign_alg='EdDSA').sd_jwt_issuance
    holder = SDJWTHolder(issued)
    holder.create_presentation({'given_name': True}, 'nonce', 'https://verifier.example.com', holder_key, sign_alg=alg)
    proof = JWS()
    proof.deserialize(holder.serialized_key_binding_jwt)
    proof.verify(holder_key, alg=alg)
    try:
        verified = SDJWTVerifier(holder.sd_jwt_presentation, lambda *_: issuer_key, 'https://verifier.example.com', 'nonce').get_verified_payload()
        verdict = 'verified, given_name %s' % verified['given_name']
    except InvalidJWSSignature as refusal:
        verdict = repr(refusal)
    print('key of the holder %s: jwcrypto verifies the proof; sd-jwt: %s' % (alg, verdict))
    return verdict

assert present(JWK.generate(kty='EC', crv='P-256'), 'ES256') == 'verified, given_name Anna'
assert 'InvalidJWSSignature' in present(JWK.generate(kty='OKP', crv='Ed25519'), 'EdDSA')
PY
python/bin/python show.py
