#!/usr/bin/env bash
# The claim `birthdate` with the year alone, "1979", as OpenID Connect Core section 5.1 allows it, read with the package of lestrrat's jwx for the claims of OpenID Connect. One would expect the year, or an empty date. The whole token is
# refused ("invalid pattern for birthdate"), while "0000-05-17" is read. A null is not refused but made up: `email_verified` false, `email` "", an empty `address`.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >go.mod <<'MOD'
module show

go 1.24.0

require github.com/lestrrat-go/jwx/v3 v3.4.0
MOD
cat >show.go <<'GO'
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"github.com/lestrrat-go/jwx/v3/jwa"
	"github.com/lestrrat-go/jwx/v3/jws"
	"github.com/lestrrat-go/jwx/v3/jwt"
	"github.com/lestrrat-go/jwx/v3/jwt/openid"
)

func main() {
	key := []byte("a secret of thirty-two characters")
	seen := map[string]string{}
	for _, claim := range []string{`"birthdate":"1979-05-17"`, `"birthdate":"0000-05-17"`, `"birthdate":"1979"`, `"email_verified":null`, `"email":null`} {
		signed, err := jws.Sign([]byte(`{"sub":"john",`+claim+`}`), jws.WithKey(jwa.HS256(), key))
		if err != nil {
			panic(err)
		}
		if _, err := jwt.Parse(signed, jwt.WithKey(jwa.HS256(), key)); err != nil {
			panic(err)
		}
		token, err := jwt.Parse(signed, jwt.WithKey(jwa.HS256(), key), jwt.WithToken(openid.New()))
		if err != nil {
			seen[claim] = "refused: " + err.Error()
		} else {
			text, _ := json.Marshal(token)
			seen[claim] = string(text)
		}
		fmt.Printf("%s: %s\n", claim, seen[claim])
	}
	if !strings.Contains(seen[`"birthdate":"1979"`], "invalid pattern for birthdate") || !strings.Contains(seen[`"birthdate":"0000-05-17"`], "0000-05-17") ||
		seen[`"email_verified":null`] != `{"email_verified":false,"sub":"john"}` || seen[`"email":null`] != `{"email":"","sub":"john"}` {
		os.Exit(1)
	}
}
GO
go mod tidy >/dev/null 2>&1
echo "github.com/lestrrat-go/jwx v3.4.0, $(go version)"
go run show.go
