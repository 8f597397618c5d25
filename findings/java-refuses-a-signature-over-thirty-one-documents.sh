#!/usr/bin/env bash
# An XML signature over detached documents, as a signed ASiC-E container has one reference for each file. The Java that made it signs 30 documents and 31 alike, so one would expect it to verify both. Of 31 it reads nothing: "A maximum of 30 references per Manifest are allowed when secure validation is enabled",
# which is on since Java 17. Signing says nothing, so the limit shows up at whoever verifies; `org.jcp.xml.dsig.secureValidation` of the context turned off is the way out, and turns the other limits off with it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
java -version 2>&1 | head -1
cat >Show.java <<'JAVA'
import java.io.ByteArrayInputStream;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.List;
import javax.xml.crypto.MarshalException;
import javax.xml.crypto.OctetStreamData;
import javax.xml.crypto.URIDereferencer;
import javax.xml.crypto.dsig.CanonicalizationMethod;
import javax.xml.crypto.dsig.DigestMethod;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.SignedInfo;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMSignContext;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import javax.xml.crypto.dsig.spec.C14NMethodParameterSpec;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;

public class Show {
  static XMLSignatureFactory xml = XMLSignatureFactory.getInstance("DOM");
  static URIDereferencer documents = (reference, context) -> new OctetStreamData(new ByteArrayInputStream(reference.getURI().getBytes()));

  static Document signed(KeyPair keys, int count) throws Exception {
    List<Reference> references = new ArrayList<>();
    for (int number = 1; number <= count; number++) references.add(xml.newReference("contract-" + number + ".pdf", xml.newDigestMethod(DigestMethod.SHA256, null)));
    SignedInfo info = xml.newSignedInfo(xml.newCanonicalizationMethod(CanonicalizationMethod.EXCLUSIVE, (C14NMethodParameterSpec) null), xml.newSignatureMethod("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", null), references);
    Document document = DocumentBuilderFactory.newInstance().newDocumentBuilder().newDocument();
    DOMSignContext context = new DOMSignContext(keys.getPrivate(), document);
    context.setURIDereferencer(documents);
    xml.newXMLSignature(info, null).sign(context);
    return document;
  }

  static String verified(KeyPair keys, Document document, boolean secure) throws Exception {
    DOMValidateContext context = new DOMValidateContext(keys.getPublic(), document.getDocumentElement());
    context.setURIDereferencer(documents);
    if (!secure) context.setProperty("org.jcp.xml.dsig.secureValidation", false);
    try {
      return xml.unmarshalXMLSignature(context).validate(context) ? "verified" : "false";
    } catch (MarshalException refusal) {
      return refusal.getMessage();
    }
  }

  public static void main(String[] arguments) throws Exception {
    KeyPair keys = KeyPairGenerator.getInstance("RSA").generateKeyPair();
    String thirty = verified(keys, signed(keys, 30), true);
    String more = verified(keys, signed(keys, 31), true);
    String off = verified(keys, signed(keys, 31), false);
    System.out.println("30 documents: " + thirty + "\n31 documents: " + more + "\n31 documents, without secure validation: " + off);
    if (!thirty.equals("verified") || !more.contains("maximum of 30 references") || !off.equals("verified")) System.exit(1);
  }
}
JAVA
java Show.java
