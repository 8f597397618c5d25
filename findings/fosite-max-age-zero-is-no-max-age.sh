#!/usr/bin/env bash
# A user who has logged in a minute ago, and a client that asks with `max_age=0`, which OpenID Connect Core (section 3.1.2.1) has mean the same as `prompt=login`. One would expect what the library under Ory Hydra
# answers to `max_age=1` and to `prompt=login`: `login_required`, unless the user is authenticated anew. It takes 0 for no `max_age` at all and gives a code: who wants a fresh login has to ask for `max_age=1` or judge `auth_time`.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
# The SDK of OpenTelemetry, because the versions that fosite asks for do not build together.
cat >go.mod <<'MOD'
module show

go 1.24.0

require (
	github.com/ory/fosite v0.49.0
	go.opentelemetry.io/otel/sdk v1.35.0
)
MOD
cat >show.go <<'GO'
package main

import (
	"crypto/rand"
	"crypto/rsa"
	"fmt"
	"net/http/httptest"
	"net/url"
	"os"
	"time"

	"github.com/ory/fosite"
	"github.com/ory/fosite/compose"
	"github.com/ory/fosite/handler/openid"
	"github.com/ory/fosite/storage"
	"github.com/ory/fosite/token/jwt"
)

// What the authorization endpoint answers to a user who has been logged in for a minute.
func answer(provider fosite.OAuth2Provider, name, value string) url.Values {
	query := url.Values{"client_id": {"app"}, "redirect_uri": {"https://rp.example.com/callback"}, "response_type": {"code"}, "scope": {"openid"}, "state": {"0123456789abcdef"}}
	if query.Set(name, value); value == "" {
		query.Del(name)
	}
	http, written := httptest.NewRequest("GET", "/authorize?"+query.Encode(), nil), httptest.NewRecorder()
	request, err := provider.NewAuthorizeRequest(http.Context(), http)
	var response fosite.AuthorizeResponder
	if err == nil {
		request.GrantScope("openid")
		claims := &jwt.IDTokenClaims{Subject: "john", AuthTime: time.Now().Add(-time.Minute), RequestedAt: time.Now()}
		response, err = provider.NewAuthorizeResponse(http.Context(), request, &openid.DefaultSession{Claims: claims, Headers: &jwt.Headers{}, Subject: "john"})
	}
	if err == nil {
		provider.WriteAuthorizeResponse(http.Context(), written, request, response)
	} else {
		provider.WriteAuthorizeError(http.Context(), written, request, err)
	}
	location, _ := url.Parse(written.Header().Get("Location"))
	return location.Query()
}

func main() {
	key, _ := rsa.GenerateKey(rand.Reader, 2048)
	store := storage.NewMemoryStore()
	client := &fosite.DefaultClient{ID: "app", Public: true, RedirectURIs: []string{"https://rp.example.com/callback"}, ResponseTypes: []string{"code"}, GrantTypes: []string{"authorization_code"}, Scopes: []string{"openid"}}
	store.Clients["app"] = client
	provider := compose.ComposeAllEnabled(&fosite.Config{GlobalSecret: []byte("a secret of thirty-two characters")[:32]}, store, key)
	for _, one := range []struct {
		name, value string
		code        bool
	}{{"max_age", "3600", true}, {"max_age", "10", false}, {"max_age", "1", false}, {"prompt", "login", false}, {"max_age", "0", true}} {
		seen := answer(provider, one.name, one.value)
		fmt.Printf("%s=%s: code %t, error %q\n", one.name, one.value, seen.Has("code"), seen.Get("error"))
		if seen.Has("code") != one.code || (!one.code && seen.Get("error") != "login_required") {
			os.Exit(1)
		}
	}
}
GO
go mod tidy >/dev/null 2>&1
echo "github.com/ory/fosite v0.49.0, $(go version)"
go run show.go
