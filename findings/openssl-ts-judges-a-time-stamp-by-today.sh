#!/usr/bin/env bash
# An RFC 3161 time stamp is made to be verified years later, when the certificate of whoever made it has run out. It says itself when it was made, and that moment lies within the certificate's
# time, so one would expect `openssl ts -verify` to judge by it, as rfc3161-client does. It judges by today: "certificate has expired", unless the moment is given by `-attime`.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check rfc3161-client==1.0.9
echo "$(openssl version), rfc3161-client 1.0.9"
cat >authority.cnf <<'CNF'
[ca]
default_ca = root
[root]
database = issued
new_certs_dir = .
serial = serial
certificate = root.pem
private_key = root.key
default_md = sha256
policy = names
x509_extensions = stamping
[names]
commonName = supplied
[stamping]
basicConstraints = critical, CA:false
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[tsa]
default_tsa = stamps
[stamps]
serial = stamps
signer_cert = tsa.pem
signer_key = tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
CNF
new() { openssl req "$@" -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes 2>/dev/null; }
at() { date -u -d "$1" +%Y%m%d%H%M%SZ; }
new -x509 -keyout root.key -out self.pem -subj '/CN=Root' -days 1
new -keyout tsa.key -out tsa.csr -subj '/CN=Time stamps'
touch issued
echo 01 >serial
openssl x509 -x509toreq -in self.pem -signkey root.key -out root.csr 2>/dev/null
printf '[root_of_all]\nbasicConstraints = critical, CA:true\nkeyUsage = critical, keyCertSign\nsubjectKeyIdentifier = hash\n' >>authority.cnf
openssl ca -batch -config authority.cnf -selfsign -extensions root_of_all -keyfile root.key -in root.csr -out root.pem -notext -startdate "$(at '-1 day')" -enddate "$(at '+1 day')" 2>/dev/null
openssl ca -batch -config authority.cnf -in tsa.csr -out tsa.pem -notext -startdate "$(at '-1 hour')" -enddate "$(at '+4 seconds')" 2>/dev/null
echo evidence >data
openssl ts -query -data data -sha256 -cert -out query 2>/dev/null
openssl ts -reply -config authority.cnf -section stamps -queryfile query -out stamp 2>/dev/null
made=$(date +%s)
verified() { openssl ts -verify -data data -in stamp -CAfile root.pem "$@" 2>&1 | grep -oE 'Verification: (OK|FAILED)|certificate has expired' | tac | paste -sd ' ' || true; }
then_=$(verified)
sleep 5
later=$(verified)
told=$(verified -attime "$made")
printf 'openssl, at once: %s\nopenssl, when the certificate has run out: %s\nopenssl, told the moment: %s\n' "$then_" "$later" "$told"
cat >show.py <<'PY'
from cryptography import x509
from rfc3161_client import VerifierBuilder, decode_timestamp_response

root = x509.load_pem_x509_certificate(open('root.pem', 'rb').read())
stamp = decode_timestamp_response(open('stamp', 'rb').read())
taken = VerifierBuilder().add_root_certificate(root).build().verify_message(stamp, open('data', 'rb').read())
print('rfc3161-client, then as well: %s' % taken)
assert taken is True
PY
python/bin/python show.py
[ "$then_" = 'Verification: OK' ] && [ "$later" = 'Verification: FAILED certificate has expired' ] && [ "$told" = 'Verification: OK' ]
