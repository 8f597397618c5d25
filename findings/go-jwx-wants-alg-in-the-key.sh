#!/usr/bin/env bash
# A key set whose keys name no `alg`, which is optional (RFC 7517 section 4.4) and which Microsoft's, among others, leave out. The token's header names RS256 and the right `kid`, so one would
# expect it to be verified, as by go-jose and by jose in Node. It is refused ("could not verify message using any of the signatures or keys"), as if the signature were wrong,
# unless one asks for `jws.WithInferAlgorithmFromKey(true)`.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >go.mod <<'MOD'
module show

go 1.24.0

require (
	github.com/go-jose/go-jose/v4 v4.1.9
	github.com/lestrrat-go/jwx/v3 v3.4.0
)
MOD
cat >show.go <<'GO'
package main

import (
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"fmt"
	"os"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
	"github.com/lestrrat-go/jwx/v3/jwk"
	"github.com/lestrrat-go/jwx/v3/jws"
	jwx "github.com/lestrrat-go/jwx/v3/jwt"
)

func main() {
	key, _ := rsa.GenerateKey(rand.Reader, 2048)
	signer, _ := jose.NewSigner(jose.SigningKey{Algorithm: jose.RS256, Key: key}, (&jose.SignerOptions{}).WithHeader("kid", "k1"))
	token, err := jwt.Signed(signer).Claims(map[string]any{"sub": "john"}).Serialize()
	if err != nil {
		panic(err)
	}
	for _, alg := range []string{"RS256", ""} {
		set := jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: &key.PublicKey, KeyID: "k1", Use: "sig", Algorithm: alg}}}
		text, _ := json.Marshal(set)
		parsed, err := jwt.ParseSigned(token, []jose.SignatureAlgorithm{jose.RS256})
		if err != nil {
			panic(err)
		}
		byGoJose := parsed.Claims(set, &map[string]any{})
		keys, _ := jwk.Parse(text)
		_, byJwx := jwx.Parse([]byte(token), jwx.WithKeySet(keys))
		_, inferring := jwx.Parse([]byte(token), jwx.WithKeySet(keys, jws.WithInferAlgorithmFromKey(true)))
		fmt.Printf("alg %q: go-jose %v; jwx %v; jwx, told to infer it: %v\n", alg, byGoJose, byJwx, inferring)
		if byGoJose != nil || inferring != nil || (byJwx == nil) != (alg != "") {
			os.Exit(1)
		}
	}
}
GO
go mod tidy >/dev/null 2>&1
echo "github.com/lestrrat-go/jwx v3.4.0, github.com/go-jose/go-jose v4.1.9, $(go version)"
go run show.go
