#!/usr/bin/env bash
# A TOTP secret of sixteen letters such as JBSWY3DPEHPK3PXP, the length that most services have handed out and that stands in many databases. One would expect its codes from every library. otplib and PyOTP, in their present
# versions, throw at each generation and verification ("at least 16 bytes", "at least 112 bits"), so an update locks out the users who enrolled before; otpauth, speakeasy and pquerna's for Go give the code. It is true that RFC 4226
# asks for 128 bits.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check pyotp==2.12.1
npm install --silent --no-audit --no-fund --prefix . otplib@13.5.0 otpauth@9.5.2 speakeasy@2.0.0 >/dev/null
cat >go.mod <<'MOD'
module show

go 1.24.0

require github.com/pquerna/otp v1.5.0
MOD
echo 'otplib@13.5.0 otpauth@9.5.2 speakeasy@2.0.0 (npm), PyOTP 2.12.1, pquerna/otp v1.5.0 (Go)'
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { generateSync } from 'otplib';
import { TOTP } from 'otpauth';
import speakeasy from 'speakeasy';

const secret = 'JBSWY3DPEHPK3PXP';
const codes = [new TOTP({ secret }).generate({ timestamp: 1_700_000_000_000 }), speakeasy.totp({ secret, encoding: 'base32', time: 1_700_000_000 })];
console.log(`otpauth and speakeasy: ${codes.join(', ')}`);
assert.deepEqual(codes, ['324550', '324550']);
assert.throws(() => generateSync({ secret }), (error) => {
  console.log(`otplib: ${error.name}: ${error.message}`);
  return error.name === 'SecretTooShortError';
});
console.log(`otplib, thirty-two letters: ${generateSync({ secret: secret.repeat(2) })}`);
JS
node show.mjs
cat >show.py <<'PY'
import pyotp
try:
    pyotp.TOTP('JBSWY3DPEHPK3PXP').at(1_700_000_000)
    raise SystemExit(1)
except ValueError as error:
    print('PyOTP: ValueError: %s' % error)
    assert '112 bits' in str(error)
print('PyOTP, thirty-two letters: %s' % pyotp.TOTP('JBSWY3DPEHPK3PXP' * 2).at(1_700_000_000))
PY
python/bin/python show.py
cat >show.go <<'GO'
package main

import (
	"fmt"
	"time"

	"github.com/pquerna/otp/totp"
)

func main() {
	code, err := totp.GenerateCode("JBSWY3DPEHPK3PXP", time.Unix(1_700_000_000, 0))
	if err != nil || code != "324550" {
		panic(err)
	}
	fmt.Println("pquerna/otp: " + code)
}
GO
go mod tidy >/dev/null 2>&1
go run show.go
