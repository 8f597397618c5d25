#!/usr/bin/env bash
# The subject of a certificate as RFC 4514 text, from Python's cryptography and from OpenSSL (`-nameopt RFC2253`), to compare the two. One would expect one text, both being
# RFC 4514, or at least that either can be read by the other's side. Python writes `emailAddress`, `serialNumber`, `GN` and `SN` as numbers, and refuses OpenSSL's text
# without a word (a ValueError with an empty message); it refuses `cn=` in lower case too, though attribute types ignore case.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check cryptography==50.0.2
echo "cryptography 50.0.2, $(openssl version)"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key.pem -out certificate.pem -days 30 \
  -subj '/C=AT/O=Acme/serialNumber=VAT-1/CN=client/emailAddress=a@example.com' 2>/dev/null
openssl x509 -in certificate.pem -noout -subject -nameopt RFC2253 >subject.txt
cat >show.py <<'PY'
from cryptography import x509

openssl = open('subject.txt').read().strip().removeprefix('subject=')
subject = x509.load_pem_x509_certificate(open('certificate.pem', 'rb').read()).subject
def read(text):
    try:
        return x509.Name.from_rfc4514_string(text).rfc4514_string()
    except ValueError as error:
        return 'ValueError(%r)' % str(error)

print('OpenSSL:     ', openssl)
print('cryptography:', subject.rfc4514_string())
for text in (openssl, 'CN=client', 'cn=client'):
    print('%s is read as %s' % (text, read(text)))
assert openssl == 'emailAddress=a@example.com,CN=client,serialNumber=VAT-1,O=Acme,C=AT'
assert subject.rfc4514_string() == '1.2.840.113549.1.9.1=a@example.com,CN=client,2.5.4.5=VAT-1,O=Acme,C=AT'
assert read(openssl) == "ValueError('')" and read('cn=client') == "ValueError('')" and read('CN=client') == 'CN=client'
PY
python/bin/python show.py
