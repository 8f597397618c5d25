#!/usr/bin/env bash
# Passkeys taken over by a service in Go, from another server's table or an own one: id and public key, with which @simplewebauthn/server and py_webauthn verify a login. One would expect go-webauthn to do so too, since it does for security keys. A passkey that is synchronised between devices, as most are,
# is refused, "Backup Eligible flag inconsistency": flags that nobody stored count as flags that were not set. Who tries it with a security key finds nothing amiss.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >go.mod <<'MOD'
module show

go 1.24.0

require (
	github.com/fxamacker/cbor/v2 v2.10.0
	github.com/go-webauthn/webauthn v0.18.2
)
MOD
cat >show.go <<'GO'
package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"github.com/fxamacker/cbor/v2"
	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
)

type user struct{ credentials []webauthn.Credential }

func (user) WebAuthnID() []byte                           { return []byte("anna") }
func (user) WebAuthnName() string                         { return "anna" }
func (user) WebAuthnDisplayName() string                  { return "Anna Berg" }
func (u user) WebAuthnCredentials() []webauthn.Credential { return u.credentials }

const present, verified, eligible, backedUp = 0x01, 0x04, 0x08, 0x10

func main() {
	key, _ := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	x, y := make([]byte, 32), make([]byte, 32)
	public, _ := cbor.Marshal(map[int]any{1: 2, 3: -7, -1: 1, -2: key.X.FillBytes(x), -3: key.Y.FillBytes(y)})
	id := []byte("0123456789abcdef")
	server, err := webauthn.New(&webauthn.Config{RPID: "example.com", RPDisplayName: "Example", RPOrigins: []string{"https://example.com"}})
	if err != nil {
		panic(err)
	}
	login := func(flags byte, credential webauthn.Credential) string {
		anna := user{[]webauthn.Credential{credential}}
		options, session, err := server.BeginLogin(anna)
		if err != nil {
			return err.Error()
		}
		rp := sha256.Sum256([]byte("example.com"))
		data := append(rp[:], flags, 0, 0, 0, 0)
		client, _ := json.Marshal(map[string]any{"type": "webauthn.get", "challenge": options.Response.Challenge.String(), "origin": "https://example.com"})
		hash := sha256.Sum256(client)
		signed := sha256.Sum256(append(append([]byte{}, data...), hash[:]...))
		signature, _ := ecdsa.SignASN1(rand.Reader, key, signed[:])
		text := base64.RawURLEncoding.EncodeToString
		answer, _ := json.Marshal(map[string]any{"id": text(id), "rawId": text(id), "type": "public-key", "response": map[string]string{"clientDataJSON": text(client), "authenticatorData": text(data), "signature": text(signature), "userHandle": text([]byte("anna"))}})
		parsed, err := protocol.ParseCredentialRequestResponseBytes(answer)
		if err != nil {
			return err.Error()
		}
		if _, err = server.ValidateLogin(anna, *session, parsed); err != nil {
			var refusal *protocol.Error
			errors.As(err, &refusal)
			return refusal.Details
		}
		return "logged in"
	}
	stored := webauthn.Credential{ID: id, PublicKey: public}
	whole := stored
	whole.Flags = webauthn.CredentialFlags{UserPresent: true, UserVerified: true, BackupEligible: true, BackupState: true}
	for _, one := range []struct {
		what       string
		flags      byte
		credential webauthn.Credential
		expected   string
	}{
		{"a security key, stored as id and public key", present | verified, stored, "logged in"},
		{"a synchronised passkey, stored with its flags", present | verified | eligible | backedUp, whole, "logged in"},
		{"a synchronised passkey, stored as id and public key", present | verified | eligible | backedUp, stored, "Backup Eligible flag inconsistency detected during login validation"},
	} {
		seen := login(one.flags, one.credential)
		fmt.Printf("%s: %s\n", one.what, seen)
		if seen != one.expected {
			os.Exit(1)
		}
	}
}
GO
go mod tidy >/dev/null 2>&1
echo "github.com/go-webauthn/webauthn v0.18.2, $(go version)"
go run show.go
