#!/usr/bin/env bash
# `note` of golang.org/x/mod/sumdb, with which transparency logs sign checkpoints. One would expect it to refuse what it cannot read before it signs. It makes a key pair for the name "Example Log"
# without an error, and neither half of it can be used again ("malformed verifier id"): a key's name must not have a space or a plus. It signs a text with a tab, and what it has signed is a "malformed note"
# to itself: a text may have line feeds, but no other character below U+0020.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
go mod init show >/dev/null 2>&1
go get golang.org/x/mod@v0.43.0 >/dev/null 2>&1
echo "golang.org/x/mod v0.43.0, $(go version)"
cat >show.go <<'GO'
package main

import (
	"crypto/rand"
	"fmt"
	"os"

	"golang.org/x/mod/sumdb/note"
)

func line(title string, err error, good bool) {
	fmt.Printf("%s: %v\n", title, err)
	if (err == nil) != good {
		os.Exit(1)
	}
}

func main() {
	for _, name := range []string{"log.example.com", "Example Log", "example+log"} {
		private, public, err := note.GenerateKey(rand.Reader, name)
		line(fmt.Sprintf("%q: GenerateKey", name), err, true)
		_, err = note.NewSigner(private)
		line("  NewSigner", err, name == "log.example.com")
		_, err = note.NewVerifier(public)
		line("  NewVerifier", err, name == "log.example.com")
	}
	private, public, _ := note.GenerateKey(rand.Reader, "log.example.com")
	signer, _ := note.NewSigner(private)
	verifier, _ := note.NewVerifier(public)
	for _, text := range []string{"origin\n1\nroot\n", "origin\n1\nroot\nkey\tvalue\n"} {
		signed, err := note.Sign(&note.Note{Text: text}, signer)
		line(fmt.Sprintf("%q: Sign", text), err, true)
		_, err = note.Open(signed, note.VerifierList(verifier))
		line("  Open", err, text == "origin\n1\nroot\n")
	}
}
GO
go run show.go
