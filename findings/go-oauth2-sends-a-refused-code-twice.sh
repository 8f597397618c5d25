#!/usr/bin/env bash
# An authorization code that the server refuses with `invalid_grant`, or a server that answers 503. One would expect the client to hand over that answer. It sends the code a second time,
# now with the secret in the form: unless `AuthStyle` is set it does not know which way the server wants, and takes every failure for "the wrong way". A server that
# revokes all tokens of a code that comes twice (RFC 6749 section 4.1.2), or counts wrong tries, is misled.
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
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"

	"golang.org/x/oauth2"
)

func received(status int, body string, style oauth2.AuthStyle) int {
	requests := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		requests++
		form, _ := io.ReadAll(r.Body)
		fmt.Printf("  %q, form %s\n", r.Header.Get("Authorization"), form)
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		io.WriteString(w, body)
	}))
	defer server.Close()
	client := oauth2.Config{ClientID: "app", ClientSecret: "secret", Endpoint: oauth2.Endpoint{TokenURL: server.URL, AuthStyle: style}}
	_, err := client.Exchange(context.Background(), "code-1")
	fmt.Printf("%d %s: %d request(s), %v\n", status, body, requests, err)
	return requests
}

func main() {
	refused := `{"error":"invalid_grant"}`
	if received(400, refused, oauth2.AuthStyleAutoDetect) != 2 || received(503, `{}`, oauth2.AuthStyleAutoDetect) != 2 ||
		received(400, refused, oauth2.AuthStyleInHeader) != 1 {
		os.Exit(1)
	}
}
GO
go run show.go
