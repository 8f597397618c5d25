#!/usr/bin/env bash
# The subject of a personal certificate under eIDAS, with given name, surname and serial number (ETSI EN 319 412-2), compared in Java with the name that a client or signer was registered with, as OpenSSL writes it. One would expect X500Principal to find them equal (RFC 5280 section 7.1), or LdapName of the text it writes.
# Neither does: `getName()` writes what is not among RFC 2253's nine names by number and in hexadecimal, and X500Principal compares such values byte by byte, so that "Anna" as UTF8String, as certificates have it, is not "Anna". BouncyCastle finds them equal.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>show</groupId><artifactId>show</artifactId><version>1</version>
  <dependencies><dependency><groupId>org.bouncycastle</groupId><artifactId>bcprov-jdk18on</artifactId><version>1.87</version></dependency></dependencies>
</project>
XML
mvn --quiet --batch-mode dependency:copy-dependencies -DoutputDirectory=lib >/dev/null
echo "$(java -version 2>&1 | head -1), org.bouncycastle:bcprov-jdk18on:1.87, $(openssl version)"
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out server.pem -subj '/C=DE/O=Example/CN=client.example.com' -days 30 2>/dev/null
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out anna.pem -subj '/C=DE/serialNumber=PNODE-1234/SN=Berg/GN=Anna/CN=Anna Berg' -days 30 2>/dev/null
cat >Show.java <<'JAVA'
import java.io.FileInputStream;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Map;
import javax.naming.ldap.LdapName;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.RFC4519Style;

public class Show {
  public static void main(String[] arguments) throws Exception {
    boolean expected = !arguments[0].equals("anna.pem");
    X500Principal subject = ((X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(new FileInputStream(arguments[0]))).getSubjectX500Principal();
    String written = arguments[1];
    boolean asPrincipals = subject.equals(new X500Principal(written, Map.of("GN", "2.5.4.42", "SN", "2.5.4.4")));
    boolean asLdapNames = new LdapName(subject.getName()).equals(new LdapName(written));
    // OpenSSL's GN is givenName elsewhere, and the text has the last name of the certificate first.
    X500Name bouncy = new X500Name(new RFC4519Style() { { this.defaultLookUp.put("gn", givenName); } }, written);
    boolean asBouncy = bouncy.equals(X500Name.getInstance(RFC4519Style.INSTANCE, subject.getEncoded()));
    System.out.println("OpenSSL:   " + written + "\ngetName(): " + subject.getName());
    System.out.println("equal as X500Principal: " + asPrincipals + ", as LdapName: " + asLdapNames + ", in BouncyCastle: " + asBouncy);
    if (asPrincipals != expected || asLdapNames != expected || !asBouncy) System.exit(1);
  }
}
JAVA
for file in server.pem anna.pem; do
  java -cp 'lib/*' Show.java "$file" "$(openssl x509 -in "$file" -noout -subject -nameopt RFC2253 | sed 's/^subject=//')"
done
