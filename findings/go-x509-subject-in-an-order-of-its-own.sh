#!/usr/bin/env bash
# `certificate.Subject.String()` of Go, which "returns the string form of n, roughly following RFC 2253". One would expect the certificate's names in its order, reversed as that RFC has it.
# They come in an order of Go's own, whatever the certificate has; two OU of one certificate become one part with two values (`OU=One+OU=Two`, which is another name);
# a type that Go does not know is written as a hexadecimal encoding which is not the certificate's (UTF8String where that has IA5String). So it equals nobody else's text.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key.pem -out certificate.pem -days 30 \
  -subj '/CN=client/O=Acme/OU=One/OU=Two/C=AT/emailAddress=a@example.com' 2>/dev/null
echo "$(go version), $(openssl version)"
cat >show.go <<'GO'
package main

import (
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"os"
)

func main() {
	text, _ := os.ReadFile("certificate.pem")
	block, _ := pem.Decode(text)
	certificate, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		panic(err)
	}
	fmt.Println(certificate.Subject.String())
}
GO
of_go=$(GO111MODULE=off go run show.go)
of_openssl=$(openssl x509 -in certificate.pem -noout -subject -nameopt RFC2253)
printf 'Go:      %s\nOpenSSL: %s\n' "$of_go" "${of_openssl#subject=}"
[ "${of_openssl#subject=}" = 'emailAddress=a@example.com,C=AT,OU=Two,OU=One,O=Acme,CN=client' ]
[ "$of_go" = 'CN=client,OU=One+OU=Two,O=Acme,C=AT,1.2.840.113549.1.9.1=#0c0d61406578616d706c652e636f6d' ]
# 0c is UTF8String; the certificate has 16, IA5String.
openssl asn1parse -in certificate.pem | grep -q 'IA5STRING *:a@example.com'
