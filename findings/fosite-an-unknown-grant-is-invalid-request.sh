#!/usr/bin/env bash
# A token request with a `grant_type` that the server does not have. RFC 6749 section 5.2 has an error for just that, `unsupported_grant_type`, by which a client knows that there is no use in another
# try. The library under Ory Hydra has that error and uses it nowhere: it answers `invalid_request`, with a description about case, blanks and redirect URIs. A grant that it has and that the client may not use is
# `unauthorized_client`, as it should be.
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
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"

	"github.com/ory/fosite"
	"github.com/ory/fosite/compose"
	"github.com/ory/fosite/handler/openid"
	"github.com/ory/fosite/storage"
)

func main() {
	key, _ := rsa.GenerateKey(rand.Reader, 2048)
	store := storage.NewMemoryStore()
	store.Clients["app"] = &fosite.DefaultClient{ID: "app", Public: true, GrantTypes: []string{"authorization_code"}}
	provider := compose.ComposeAllEnabled(&fosite.Config{GlobalSecret: []byte("a secret of thirty-two characters")[:32]}, store, key)
	for _, one := range []struct{ grant, code string }{
		{"urn:ietf:params:oauth:grant-type:device_code", "invalid_request"}, {"own", "invalid_request"}, {"urn:ietf:params:oauth:grant-type:jwt-bearer", "unauthorized_client"}, {"refresh_token", "unauthorized_client"},
	} {
		body := url.Values{"grant_type": {one.grant}, "client_id": {"app"}, "assertion": {"a.b.c"}, "refresh_token": {"token"}}
		http, written := httptest.NewRequest("POST", "/token", strings.NewReader(body.Encode())), httptest.NewRecorder()
		http.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		request, err := provider.NewAccessRequest(http.Context(), http, openid.NewDefaultSession())
		provider.WriteAccessError(http.Context(), written, request, err)
		var seen struct {
			Error       string `json:"error"`
			Description string `json:"error_description"`
		}
		json.Unmarshal(written.Body.Bytes(), &seen)
		fmt.Printf("grant_type=%s: %d %s, %s\n", one.grant, written.Code, seen.Error, seen.Description)
		if seen.Error != one.code {
			os.Exit(1)
		}
	}
}
GO
go mod tidy >/dev/null 2>&1
echo "github.com/ory/fosite v0.49.0, $(go version)"
go run show.go
