#!/usr/bin/env bash
# Certificates of authorities in a PKCS#12 file, as `openssl pkcs12 -export -nokeys` and cryptography write them, used as trust store. A keystore of type PKCS12 reads PKCS#12, so one would expect
# the certificates there. Java opens it without an error and finds 0 entries: it looks only at what has an attribute of its own (2.16.840.1.113894.746875.1.1). TLS ends in "the trustAnchors parameter must be non-empty".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check cryptography==50.0.2
echo "$(java -version 2>&1 | head -1), $(openssl version), cryptography 50.0.2"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout root.key -out root.pem -days 9 -subj '/CN=Root' 2>/dev/null
openssl pkcs12 -export -nokeys -in root.pem -out openssl.p12 -passout pass:changeit
keytool -importcert -noprompt -alias root -file root.pem -keystore keytool.p12 -storetype PKCS12 -storepass changeit 2>/dev/null
cat >show.py <<'PY'
from cryptography import x509
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12

root = pkcs12.PKCS12Certificate(x509.load_pem_x509_certificate(open('root.pem', 'rb').read()), b'root')
text = pkcs12.serialize_key_and_certificates(None, None, None, [root], BestAvailableEncryption(b'changeit'))
open('cryptography.p12', 'wb').write(text)
for name in ('openssl', 'cryptography', 'keytool'):
    found = pkcs12.load_pkcs12(open(name + '.p12', 'rb').read(), b'changeit').additional_certs
    print('%s.p12: cryptography finds %d' % (name, len(found)))
    assert len(found) == 1
PY
cat >Show.java <<'JAVA'
import java.io.FileInputStream;
import java.security.KeyStore;
import java.security.cert.PKIXParameters;

public class Show {
  public static void main(String[] arguments) throws Exception {
    for (String name : new String[] {"openssl", "cryptography", "keytool"}) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      try (FileInputStream stream = new FileInputStream(name + ".p12")) {
        store.load(stream, "changeit".toCharArray());
      }
      String used = "used";
      try {
        new PKIXParameters(store);
      } catch (Exception refusal) {
        used = refusal.getMessage();
      }
      System.out.println(name + ".p12: Java finds " + store.size() + ", " + used);
      if (store.size() != (name.equals("keytool") ? 1 : 0)) System.exit(1);
    }
  }
}
JAVA
python/bin/python show.py
java Show.java
