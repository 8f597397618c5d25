#!/usr/bin/env bash
# A token endpoint that refuses with `{"error":"invalid_grant","error_description":"…"}`. One would expect RetrieveError to name both, as it does for every other grant of the
# library. golang.org/x/oauth2/jwt, the JWT bearer grant, leaves ErrorCode and ErrorDescription empty: whoever tells "consent is missing" from "wrong key" by them has to read Body.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
go mod init show >/dev/null 2>&1
go get golang.org/x/oauth2@v0.38.0 >/dev/null 2>&1
echo "golang.org/x/oauth2 v0.38.0, $(go version)"
cat >show.go <<'GO'
package main

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"
	"golang.org/x/oauth2/jwt"
)

func refusal(grant string, err error) *oauth2.RetrieveError {
	var refused *oauth2.RetrieveError
	if !errors.As(err, &refused) {
		fmt.Println(grant, "ended otherwise:", err)
		os.Exit(1)
	}
	fmt.Printf("%s: ErrorCode %q, ErrorDescription %q, Body %s\n", grant, refused.ErrorCode, refused.ErrorDescription, refused.Body)
	return refused
}

func main() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(400)
		io.WriteString(w, `{"error":"invalid_grant","error_description":"the key is unknown"}`)
	}))
	defer server.Close()
	key, _ := rsa.GenerateKey(rand.Reader, 2048)
	der, _ := x509.MarshalPKCS8PrivateKey(key)
	private := pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})
	credentials := clientcredentials.Config{ClientID: "app", ClientSecret: "secret", TokenURL: server.URL, AuthStyle: oauth2.AuthStyleInHeader}
	_, err := credentials.Token(context.Background())
	one := refusal("clientcredentials", err)
	bearer := jwt.Config{Email: "app", PrivateKey: private, TokenURL: server.URL}
	_, err = bearer.TokenSource(context.Background()).Token()
	other := refusal("jwt", err)
	if one.ErrorCode != "invalid_grant" || other.ErrorCode != "" || other.ErrorDescription != "" {
		os.Exit(1)
	}
}
GO
go run show.go
