#!/usr/bin/env bash
# An authority that may only issue for `C=DE, O=Example` (name constraints by directory name, critical as RFC 5280 section 4.2.1.10 wants it), as companies and administrations have them, and a client certificate that keeps to it. One would expect every implementation of
# RFC 5280 to take it, as OpenSSL, Java and Node do. Go refuses the chain, "unhandled critical extension", whatever the names are: it knows constraints of DNS names, addresses and URIs only. cryptography refuses it too.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check cryptography==50.0.2
echo "$(openssl version), $(go version), $(java -version 2>&1 | head -1), cryptography 50.0.2"
new=(-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 9)
authority=$'basicConstraints=critical,CA:true\nkeyUsage=critical,keyCertSign,cRLSign\nsubjectKeyIdentifier=hash\n'
issue() { # name, subject, issuer, extensions
  openssl req "${new[@]}" -keyout "$1.key" -out request.pem -subj "$2" 2>/dev/null
  openssl x509 -req -in request.pem -CA "$3.pem" -CAkey "$3.key" -CAcreateserial -days 9 -out "$1.pem" -extfile <(printf 'authorityKeyIdentifier=keyid\n%s' "$4") 2>/dev/null
}
openssl req -x509 "${new[@]}" -keyout root.key -out root.pem -subj '/C=DE/O=Example/CN=Root' -addext 'keyUsage=critical,keyCertSign,cRLSign' 2>/dev/null
issue free '/C=DE/O=Example/CN=Free' root "$authority"
issue constrained '/C=DE/O=Example/CN=Constrained' root "$authority"$'nameConstraints=critical,permitted;dirName:name\n[name]\nC=DE\nO=Example\n'
for each in free constrained; do issue "$each-client" '/C=DE/O=Example/CN=Client' "$each" $'subjectAltName=DNS:client.example.com\nextendedKeyUsage=clientAuth\nkeyUsage=critical,digitalSignature\n'; done
cat >show.go <<'GO'
package main

import (
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"os"
)

func pool(name string) *x509.CertPool {
	text, _ := os.ReadFile(name)
	certificates := x509.NewCertPool()
	certificates.AppendCertsFromPEM(text)
	return certificates
}

func main() {
	text, _ := os.ReadFile(os.Args[1] + "-client.pem")
	block, _ := pem.Decode(text)
	leaf, _ := x509.ParseCertificate(block.Bytes)
	_, err := leaf.Verify(x509.VerifyOptions{Roots: pool("root.pem"), Intermediates: pool(os.Args[1] + ".pem"), KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}})
	if err != nil {
		fmt.Println("  Go:", err)
		return
	}
	fmt.Println("  Go: taken")
}
GO
cat >Show.java <<'JAVA'
import java.io.FileInputStream;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

public class Show {
  static X509Certificate read(String name) throws Exception {
    return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(new FileInputStream(name));
  }

  public static void main(String[] arguments) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("root", read("root.pem"));
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(store);
    String seen = "taken";
    try {
      ((X509TrustManager) trust.getTrustManagers()[0]).checkClientTrusted(new X509Certificate[] {read(arguments[0] + "-client.pem"), read(arguments[0] + ".pem")}, "EC");
    } catch (Exception refusal) {
      seen = refusal.getMessage();
    }
    System.out.println("  Java: " + seen);
  }
}
JAVA
cat >show.py <<'PY'
import sys
from cryptography import x509
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

read = lambda name: x509.load_pem_x509_certificate(open(name + '.pem', 'rb').read())
try:
    PolicyBuilder().store(Store([read('root')])).build_client_verifier().verify(read(sys.argv[1] + '-client'), [read(sys.argv[1])])
    print('  cryptography: taken')
except VerificationError as error:
    print('  cryptography: refused, %s' % str(error).split('contains an ')[-1])
PY
for each in free constrained; do
  echo "client of the $each authority"
  echo "  OpenSSL: $(openssl verify -purpose sslclient -CAfile root.pem -untrusted "$each.pem" "$each-client.pem" >/dev/null 2>&1 && echo taken || echo refused)"
  go run show.go "$each"
  java Show.java "$each"
  python/bin/python show.py "$each"
done | tee seen
diff - seen <<'SEEN'
client of the free authority
  OpenSSL: taken
  Go: taken
  Java: taken
  cryptography: taken
client of the constrained authority
  OpenSSL: taken
  Go: x509: unhandled critical extension
  Java: taken
  cryptography: refused, unsupported directoryName constraint
SEEN
