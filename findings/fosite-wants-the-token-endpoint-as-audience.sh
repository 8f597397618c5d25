#!/usr/bin/env bash
# A client that authenticates with private_key_jwt and names the issuer as `aud`, as FAPI 2.0 and the draft that mends RFC 7523 want it, and as openid-client does. One would expect the library under Ory Hydra to take it:
# it knows its issuer, and writes it into tokens. It takes the token endpoint alone, by itself or in a list: "invalid_client" for what other servers recommend.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
# The SDK of OpenTelemetry, because the versions that fosite asks for do not build together.
cat >go.mod <<'MOD'
module show

go 1.24.0

require (
	github.com/go-jose/go-jose/v3 v3.0.4
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
	"strings"
	"time"

	"github.com/go-jose/go-jose/v3"
	"github.com/go-jose/go-jose/v3/jwt"
	"github.com/ory/fosite"
	"github.com/ory/fosite/compose"
	"github.com/ory/fosite/handler/openid"
	"github.com/ory/fosite/storage"
)

const issuer, endpoint = "https://op.example.com", "https://op.example.com/oauth2/token"

func main() {
	key, _ := rsa.GenerateKey(rand.Reader, 2048)
	store := storage.NewMemoryStore()
	store.Clients["app"] = &fosite.DefaultOpenIDConnectClient{
		DefaultClient:           &fosite.DefaultClient{ID: "app", GrantTypes: []string{"client_credentials"}},
		TokenEndpointAuthMethod: "private_key_jwt", TokenEndpointAuthSigningAlgorithm: "RS256",
		JSONWebKeys: &jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: &key.PublicKey, KeyID: "k", Use: "sig", Algorithm: "RS256"}}},
	}
	provider := compose.ComposeAllEnabled(&fosite.Config{GlobalSecret: []byte("a secret of thirty-two characters")[:32], IDTokenIssuer: issuer, AccessTokenIssuer: issuer, TokenURL: endpoint}, store, key)
	signer, _ := jose.NewSigner(jose.SigningKey{Algorithm: jose.RS256, Key: key}, (&jose.SignerOptions{}).WithHeader("kid", "k"))
	for number, one := range []struct {
		audience jwt.Audience
		status   int
	}{{jwt.Audience{endpoint}, 200}, {jwt.Audience{issuer, endpoint}, 200}, {jwt.Audience{issuer}, 401}} {
		claims := map[string]any{"iss": "app", "sub": "app", "aud": one.audience, "jti": fmt.Sprint(number), "exp": time.Now().Add(time.Minute).Unix()}
		assertion, _ := jwt.Signed(signer).Claims(claims).CompactSerialize()
		body := url.Values{"grant_type": {"client_credentials"}, "client_assertion_type": {"urn:ietf:params:oauth:client-assertion-type:jwt-bearer"}, "client_assertion": {assertion}}
		http, written := httptest.NewRequest("POST", "/oauth2/token", strings.NewReader(body.Encode())), httptest.NewRecorder()
		http.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		request, err := provider.NewAccessRequest(http.Context(), http, openid.NewDefaultSession())
		if err == nil {
			response, _ := provider.NewAccessResponse(http.Context(), request)
			provider.WriteAccessResponse(http.Context(), written, request, response)
		} else {
			provider.WriteAccessError(http.Context(), written, request, err)
		}
		text := written.Body.String()
		if written.Code == 200 {
			text = "a token"
		}
		fmt.Printf("aud %v: %d %s\n", one.audience, written.Code, text)
		if written.Code != one.status {
			os.Exit(1)
		}
	}
}
GO
go mod tidy >/dev/null 2>&1
echo "github.com/ory/fosite v0.49.0, $(go version)"
go run show.go
