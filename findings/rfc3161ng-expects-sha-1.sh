#!/usr/bin/env bash
# A time stamp (RFC 3161) over a SHA-256 digest, as every service gives them, and the document. The token names its digest (`messageImprint.hashAlgorithm`), so one would expect the check to use it. rfc3161ng hashes the document with
# SHA-1 unless it is told otherwise, and says "Message imprint mismatch" of a document that nobody touched; `openssl ts -verify` goes by the token.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check rfc3161ng==2.1.3
echo "rfc3161ng 2.1.3 (PyPI), $(openssl version)"
openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 30 -subj '/CN=Authority' 2>/dev/null
openssl req -newkey rsa:2048 -nodes -keyout tsa.key -out tsa.csr -subj '/CN=Time Stamps' 2>/dev/null
echo 'extendedKeyUsage=critical,timeStamping' >usage
openssl x509 -req -in tsa.csr -CA ca.pem -CAkey ca.key -CAcreateserial -extfile usage -out tsa.pem -days 30 2>/dev/null
cat >tsa.cnf <<'CNF'
[tsa]
default_tsa = service
[service]
serial = serial
crypto_device = builtin
signer_cert = tsa.pem
signer_key = tsa.key
certs = ca.pem
signer_digest = sha256
default_policy = 1.2.3.4
digests = sha256
ess_cert_id_alg = sha256
CNF
echo 01 >serial
echo 'the document' >document
openssl ts -query -data document -sha256 -cert -out query 2>/dev/null
openssl ts -reply -config tsa.cnf -queryfile query -out reply 2>/dev/null
openssl ts -verify -data document -in reply -CAfile ca.pem 2>/dev/null | grep 'Verification: OK'
cat >show.py <<'PY'
import rfc3161ng

token = rfc3161ng.decode_timestamp_response(open('reply', 'rb').read()).time_stamp_token
document, certificate = open('document', 'rb').read(), open('tsa.pem', 'rb').read()
print('told hashname="sha256": %s' % rfc3161ng.check_timestamp(token, certificate=certificate, data=document, hashname='sha256'))
try:
    rfc3161ng.check_timestamp(token, certificate=certificate, data=document)
    raise SystemExit(1)
except ValueError as error:
    print('not told: ValueError: %s' % error)
    assert str(error) == 'Message imprint mismatch'
PY
python/bin/python show.py
