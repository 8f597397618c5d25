#!/usr/bin/env bash
# A CMS signature that names its signer by subject key identifier (RFC 5652 section 5.3, version 3), as OpenSSL writes it with `-keyid` and some signing services do. One would expect smallstep/pkcs7 in Go to verify it, or to refuse to parse it. It parses, certificates and all, finds no signer, and says so:
# "Message has no signers". PKI.js verifies both forms.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . pkijs@4.0.0 >/dev/null
cat >go.mod <<'MOD'
module show

go 1.24.0

require github.com/smallstep/pkcs7 v0.2.3
MOD
echo "github.com/smallstep/pkcs7 v0.2.3, pkijs@4.0.0, $(openssl version), $(go version)"
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out certificate.pem -subj '/CN=Anna Berg' -days 30 2>/dev/null
printf 'Contract' >contract.txt
openssl cms -sign -binary -in contract.txt -signer certificate.pem -inkey key.pem -outform DER -out by-issuer.p7s
openssl cms -sign -binary -in contract.txt -signer certificate.pem -inkey key.pem -keyid -outform DER -out by-key.p7s
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as pkijs from 'pkijs';

for (const file of ['by-issuer.p7s', 'by-key.p7s']) {
  const signed = new pkijs.SignedData({ schema: pkijs.ContentInfo.fromBER(new Uint8Array(readFileSync(file))).content });
  const verified = await signed.verify({ signer: 0, data: new Uint8Array(readFileSync('contract.txt')).buffer });
  console.log(`${file}: PKI.js verified ${verified}, ${signed.signerInfos.length} signer`);
  assert.equal(verified, true);
}
JS
node show.mjs
cat >show.go <<'GO'
package main

import (
	"fmt"
	"os"

	"github.com/smallstep/pkcs7"
)

func main() {
	content, _ := os.ReadFile("contract.txt")
	for file, expected := range map[string]string{"by-issuer.p7s": "<nil>", "by-key.p7s": "pkcs7: Message has no signers"} {
		signature, _ := os.ReadFile(file)
		message, err := pkcs7.Parse(signature)
		if err != nil {
			panic(err)
		}
		message.Content = content
		verdict := fmt.Sprint(message.Verify())
		fmt.Printf("%s: smallstep/pkcs7 %s, %d signers, %d certificates\n", file, verdict, len(message.Signers), len(message.Certificates))
		if verdict != expected {
			os.Exit(1)
		}
	}
}
GO
go mod tidy >/dev/null 2>&1
go run show.go
