#!/usr/bin/env bash
# `b64dec` in a template (Helm's, and others with sprig's functions) on what tokens and keys are written in: base64url, or base64 without padding. What it cannot decode should fail the template. The text of the error takes the place of the value: the secret of an installed chart is "illegal base64 data at input byte 4",
# or the part of a token, and the installation is a success. `b64enc` of that hides it well.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
go mod init show >/dev/null 2>&1
go get github.com/Masterminds/sprig/v3@v3.3.0 >/dev/null 2>&1
echo "github.com/Masterminds/sprig v3.3.0, $(go version)"
cat >show.go <<'GO'
package main

import (
	"encoding/base64"
	"fmt"
	"os"
	"strings"
	"text/template"

	"github.com/Masterminds/sprig/v3"
)

func main() {
	secret := []byte("key\xfb\xff1")
	for _, one := range []struct{ form, text, expected string }{
		{"base64", base64.StdEncoding.EncodeToString([]byte("a secret")), "a secret"},
		{"base64 without padding", base64.RawStdEncoding.EncodeToString([]byte("a secret")), "illegal base64 data at input byte 8"},
		{"base64url", base64.URLEncoding.EncodeToString(secret), "illegal base64 data at input byte 4"},
	} {
		var written strings.Builder
		err := template.Must(template.New("show").Funcs(sprig.FuncMap()).Parse(`{{ b64dec .text }}`)).Execute(&written, map[string]string{"text": one.text})
		fmt.Printf("%s %q: %q, error %v\n", one.form, one.text, written.String(), err)
		if err != nil || written.String() != one.expected {
			os.Exit(1)
		}
	}
}
GO
go mod tidy >/dev/null 2>&1
go run show.go
