#!/usr/bin/env bash
# The certificate of a person, with their name in the subject and none besides, as qualified certificates have it (ETSI EN 319 412-2 asks for no subjectAltName). `build_client_verifier` verifies certificates of
# clients, so one would expect it to be taken, as by `openssl verify -purpose sslclient`. It is refused: "missing required extension" 2.5.29.17. With an e-mail address in subjectAltName it is taken.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check cryptography==50.0.2
echo "cryptography 50.0.2, $(openssl version)"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout root.key -out root.pem -days 9 -subj '/C=AT/O=Trust service/CN=Root' -addext 'keyUsage=critical,keyCertSign,cRLSign' 2>/dev/null
openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout person.key -out person.csr -subj '/C=AT/GN=Jane/SN=Doe/serialNumber=PNOAT-123/CN=Jane Doe' 2>/dev/null
common='basicConstraints = critical, CA:false\nkeyUsage = critical, digitalSignature\nextendedKeyUsage = clientAuth\nsubjectKeyIdentifier = hash\nauthorityKeyIdentifier = keyid\n'
printf "$common" >without.cnf
printf "${common}subjectAltName = email:jane@example.com\n" >with.cnf
for name in without with; do
  openssl x509 -req -in person.csr -CA root.pem -CAkey root.key -days 8 -out "$name.pem" -extfile "$name.cnf" 2>/dev/null
  echo "openssl: $(openssl verify -CAfile root.pem -purpose sslclient "$name.pem")"
done
cat >show.py <<'PY'
from cryptography import x509
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

def certificate(name):
    return x509.load_pem_x509_certificate(open(name + '.pem', 'rb').read())

seen = {}
for name in ('without', 'with'):
    try:
        PolicyBuilder().store(Store([certificate('root')])).build_client_verifier().verify(certificate(name), [])
        seen[name] = 'taken'
    except VerificationError as error:
        seen[name] = str(error).split(' (encountered')[0]
    print('%s subjectAltName: %s' % (name, seen[name]))
assert '2.5.29.17' in seen['without'] and seen['with'] == 'taken'
PY
python/bin/python show.py
