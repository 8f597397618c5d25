#!/usr/bin/env bash
# UserInfo with `"email_verified": null`, as serializers of several languages write what is not known. One would expect null to be as good as absent, as it is for `email` in the very
# same answer, and as Go's own encoding/json has it for a bool. The whole answer is refused ("invalid value for boolean"), with all other claims, while the text "true" is taken.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
go mod init show >/dev/null 2>&1
go get github.com/coreos/go-oidc/v3/oidc@v3.21.0 >/dev/null 2>&1
echo "github.com/coreos/go-oidc v3.21.0, $(go version)"
cat >show.go <<'GO'
package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

func main() {
	var body string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		io.WriteString(w, body)
	}))
	provider := (&oidc.ProviderConfig{IssuerURL: server.URL, UserInfoURL: server.URL}).NewProvider(context.Background())
	token := oauth2.StaticTokenSource(&oauth2.Token{AccessToken: "token"})
	for _, one := range []struct {
		body  string
		taken bool
	}{{`{"sub":"1"}`, true}, {`{"sub":"1","email":null}`, true}, {`{"sub":"1","email_verified":"true"}`, true}, {`{"sub":"1","email_verified":null}`, false}} {
		body = one.body
		_, err := provider.UserInfo(context.Background(), token)
		fmt.Printf("%s: %v\n", one.body, err)
		if (err == nil) != one.taken {
			os.Exit(1)
		}
	}
}
GO
go mod tidy >/dev/null 2>&1
go run show.go
