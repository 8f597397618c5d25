#!/usr/bin/env bash
# A time stamp of OpenSSL's authority with its certificate and that of its issuer. Both tools read and write what everybody uses, so one would expect rfc3161-client to read it. It depends on which certificate is
# longer: OpenSSL writes the set as it comes, and the other wants it in the order of DER ("InvalidSetOrdering"). `openssl ts -verify` and asn1crypto read either.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check rfc3161-client==1.0.9 asn1crypto==1.5.1
echo "$(openssl version), rfc3161-client 1.0.9, asn1crypto 1.5.1"
printf '[s]\nserial = serial\nsigner_cert = tsa.pem\ncerts = root.pem\nsigner_key = tsa.key\nsigner_digest = sha256\ndefault_policy = 1.2.3.4.1\ndigests = sha256\ness_cert_id_alg = sha256\n' >authority.cnf
printf 'basicConstraints = critical, CA:false\nkeyUsage = critical, digitalSignature\nextendedKeyUsage = critical, timeStamping\nsubjectKeyIdentifier = hash\nauthorityKeyIdentifier = keyid\n' >stamping.cnf
new() { openssl req "$@" -newkey rsa:2048 -nodes 2>/dev/null; }
echo evidence >data
stamp() { # file, issuer, subject of the authority
  new -x509 -keyout root.key -out root.pem -days 9 -subj "$2" -addext 'keyUsage=critical,keyCertSign'
  new -keyout tsa.key -out tsa.csr -subj "$3"
  openssl x509 -req -in tsa.csr -CA root.pem -CAkey root.key -days 8 -out tsa.pem -extfile stamping.cnf 2>/dev/null
  openssl ts -query -data data -sha256 -cert -out query 2>/dev/null
  openssl ts -reply -config authority.cnf -section s -queryfile query -out "$1" 2>/dev/null
  echo "certificate of the authority $(openssl x509 -in tsa.pem -outform DER | wc -c) bytes, of its issuer $(openssl x509 -in root.pem -outform DER | wc -c): openssl $(openssl ts -verify -data data -in "$1" -CAfile root.pem 2>/dev/null | tail -1)"
  openssl ts -verify -data data -in "$1" -CAfile root.pem >/dev/null 2>&1
}
cat >show.py <<'PY'
import sys
from asn1crypto import tsp
from rfc3161_client import decode_timestamp_response

file, expected = sys.argv[1:]
text = open(file, 'rb').read()
stamped = tsp.TimeStampResp.load(text)['time_stamp_token']['content']['encap_content_info']['content'].parsed
print('asn1crypto: made at %s' % stamped['gen_time'].native)
try:
    decode_timestamp_response(text)
    seen = 'read'
except ValueError as error:
    seen = str(error)
print('rfc3161-client: %s' % seen)
assert expected in seen
PY
long='/O=An authority that everybody trusts and has been there for years'
stamp short "$long/CN=Root" '/CN=T'
python/bin/python show.py short read
stamp long '/CN=Root' "$long/CN=Time stamps"
python/bin/python show.py long InvalidSetOrdering
