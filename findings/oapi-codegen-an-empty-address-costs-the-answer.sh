#!/usr/bin/env bash
# A client in Go made by oapi-codegen, for a member of `format: email`. A format is a note to the reader in OpenAPI, so one would expect the text. The type it has for it checks: `"email": ""`, which providers write for a user without one, costs the whole answer, every other member with it; null does not. An address with its name before it comes as the bare address,
# and one that it takes it may refuse to write again: `"anna berg"@example.com` (RFC 5321) is read and is an error in the next request.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
go mod init show >/dev/null 2>&1
go get github.com/oapi-codegen/runtime@v1.9.0 github.com/oapi-codegen/oapi-codegen/v2@v2.8.2 >/dev/null 2>&1
cat >api.json <<'JSON'
{
  "openapi": "3.0.3",
  "info": { "title": "people", "version": "1" },
  "paths": {},
  "components": { "schemas": { "Person": { "type": "object", "properties": { "sub": { "type": "string" }, "email": { "type": "string", "format": "email", "nullable": true } } } } }
}
JSON
GOFLAGS=-mod=mod go run github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen@v2.8.2 -generate types,skip-prune -package main -o person.go api.json
echo "github.com/oapi-codegen/oapi-codegen v2.8.2, runtime v1.9.0, $(go version)"
cat >show.go <<'GO'
package main

import (
	"encoding/json"
	"fmt"
	"os"
)

func seen(text string) string {
	var person Person
	if err := json.Unmarshal([]byte(text), &person); err != nil {
		return "not read"
	}
	written, err := json.Marshal(person)
	if err != nil {
		return "read, not written"
	}
	return string(written)
}

func main() {
	for _, one := range [][2]string{
		{`{"sub":"1","email":"anna@example.com"}`, `{"email":"anna@example.com","sub":"1"}`},
		{`{"sub":"1","email":null}`, `{"sub":"1"}`},
		{`{"sub":"1","email":""}`, "not read"},
		{`{"sub":"1","email":"Anna Berg <anna@example.com>"}`, `{"email":"anna@example.com","sub":"1"}`},
		{`{"sub":"1","email":"\"anna berg\"@example.com"}`, "read, not written"},
	} {
		fmt.Printf("%s: %s\n", one[0], seen(one[0]))
		if seen(one[0]) != one[1] {
			os.Exit(1)
		}
	}
}
GO
GOFLAGS=-mod=mod go run .
