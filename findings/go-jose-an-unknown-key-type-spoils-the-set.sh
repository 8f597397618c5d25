#!/usr/bin/env bash
# A provider's key set with its RSA key and, beside it, a key of a type that the client does not know: secp256k1 (RFC 8812), or ML-DSA (`"kty": "AKP"`). RFC 7517 section 5: keys of a
# type that is not understood SHOULD be ignored, so one would expect a token signed by the RSA key to be verified, as by jose in Node, and by go-oidc, which
# reads the keys one by one. go-jose and lestrrat's jwx refuse the whole set: the day a provider adds a key for newer clients, the older ones stop working.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . jose@6.2.17 >/dev/null
cat >go.mod <<'MOD'
module show

go 1.24.0

require (
	github.com/coreos/go-oidc/v3 v3.21.0
	github.com/go-jose/go-jose/v4 v4.1.9
	github.com/lestrrat-go/jwx/v3 v3.4.0
)
MOD
cat >make.mjs <<'JS'
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createLocalJWKSet, exportJWK, generateKeyPair, jwtVerify, SignJWT } from 'jose';

const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
const rsa = { ...(await exportJWK(publicKey)), kid: 'rsa', alg: 'RS256', use: 'sig' };
const koblitz = { ...generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).publicKey.export({ format: 'jwk' }), kid: 'koblitz', alg: 'ES256K', use: 'sig' };
const quantum = { kty: 'AKP', kid: 'quantum', alg: 'ML-DSA-44', use: 'sig', pub: Buffer.alloc(1312, 7).toString('base64url') };
const sets = { rsa: [rsa], 'rsa and secp256k1': [rsa, koblitz], 'rsa and ML-DSA': [rsa, quantum] };
const token = await new SignJWT({ sub: 'john' }).setProtectedHeader({ alg: 'RS256', kid: 'rsa' }).setIssuer('https://op.example.com').setAudience('app').setExpirationTime('1h').sign(privateKey);
for (const keys of Object.values(sets)) assert.equal((await jwtVerify(token, createLocalJWKSet({ keys }))).payload.sub, 'john');
console.log('jose@6.2.17 (npm): verified with each set');
const written = Object.entries(sets).map(([name, keys]) => ({ name, keys: JSON.stringify({ keys }) }));
writeFileSync('input.json', JSON.stringify({ token, sets: written }));
JS
node make.mjs
cat >show.go <<'GO'
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/go-jose/go-jose/v4"
	"github.com/lestrrat-go/jwx/v3/jwk"
)

func main() {
	var input struct {
		Token string
		Sets  []struct{ Name, Keys string }
	}
	text, _ := os.ReadFile("input.json")
	if err := json.Unmarshal(text, &input); err != nil {
		panic(err)
	}
	for _, set := range input.Sets {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte(set.Keys)) }))
		var read jose.JSONWebKeySet
		byGoJose := json.Unmarshal([]byte(set.Keys), &read)
		_, byJwx := jwk.Parse([]byte(set.Keys))
		keys := oidc.NewRemoteKeySet(context.Background(), server.URL)
		_, byGoOidc := oidc.NewVerifier("https://op.example.com", keys, &oidc.Config{ClientID: "app"}).Verify(context.Background(), input.Token)
		fmt.Printf("%s:\n  go-jose: %v\n  jwx: %v\n  go-oidc: %v\n", set.Name, byGoJose, byJwx, byGoOidc)
		good := set.Name == "rsa"
		if (byGoJose == nil) != good || (byJwx == nil) != good || byGoOidc != nil {
			os.Exit(1)
		}
	}
}
GO
go mod tidy >/dev/null 2>&1
echo 'github.com/go-jose/go-jose v4.1.9, github.com/lestrrat-go/jwx v3.4.0, github.com/coreos/go-oidc v3.21.0'
go run show.go
