#!/usr/bin/env bash
# go-oauth2, the library most authorization servers in Go start from, with its own stores and its own table of errors. One would expect the answers of RFC 6749 section 5.2: status 400, and 401 for invalid_client. An unknown client is a 500 `server_error`, as if the server were broken, while a wrong secret is invalid_client;
# and whatever else is wrong is 401 without `WWW-Authenticate`: a code used twice, a grant that is not there, or none. A client that reads errors of status 400 only, or that takes 401 for its own secret, is led astray.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
go mod init show >/dev/null 2>&1
go get github.com/go-oauth2/oauth2/v4@v4.5.4 >/dev/null 2>&1
echo "github.com/go-oauth2/oauth2 v4.5.4, $(go version)"
cat >show.go <<'GO'
package main

import (
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"

	"github.com/go-oauth2/oauth2/v4/manage"
	"github.com/go-oauth2/oauth2/v4/models"
	"github.com/go-oauth2/oauth2/v4/server"
	"github.com/go-oauth2/oauth2/v4/store"
)

func main() {
	manager, clients := manage.NewDefaultManager(), store.NewClientStore()
	manager.MustTokenStorage(store.NewMemoryTokenStore())
	clients.Set("app", &models.Client{ID: "app", Secret: "secret", Domain: "https://rp.example.com"})
	manager.MapClientStorage(clients)
	provider := server.NewDefaultServer(manager)
	provider.SetClientInfoHandler(server.ClientFormHandler)
	for _, one := range []struct{ what, client, secret, grant, code, expected string }{
		{"as it should be", "app", "secret", "client_credentials", "", "200 "},
		{"a wrong secret", "app", "other", "client_credentials", "", "401 invalid_client"},
		{"an unknown client", "other", "secret", "client_credentials", "", "500 server_error"},
		{"an unknown code", "app", "secret", "authorization_code", "used", "401 invalid_grant"},
		{"an unknown grant", "app", "secret", "urn:ietf:params:oauth:grant-type:device_code", "", "401 unsupported_grant_type"},
		{"no grant", "app", "secret", "", "", "401 unsupported_grant_type"},
	} {
		form := url.Values{"client_id": {one.client}, "client_secret": {one.secret}, "grant_type": {one.grant}, "code": {one.code}, "redirect_uri": {"https://rp.example.com/callback"}}
		request, answer := httptest.NewRequest("POST", "/token", strings.NewReader(form.Encode())), httptest.NewRecorder()
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		provider.HandleTokenRequest(answer, request)
		var body struct{ Error string }
		json.Unmarshal(answer.Body.Bytes(), &body)
		seen := fmt.Sprintf("%d %s", answer.Code, body.Error)
		fmt.Printf("%s: %s, WWW-Authenticate %q\n", one.what, seen, answer.Header().Get("WWW-Authenticate"))
		if seen != one.expected || answer.Header().Get("WWW-Authenticate") != "" {
			os.Exit(1)
		}
	}
}
GO
go mod tidy >/dev/null 2>&1
go run show.go
