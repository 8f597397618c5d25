#!/usr/bin/env bash
# A template of Helm, or of whatever else has sprig's functions, writes a birthday or a moment of a token: `{{ date "02.01.2006" .birthdate }}`. A text that is no moment should be an error, or written as it is. sprig writes the day of today, for a text and for any number that came out of JSON or YAML (a float64) alike, without a word;
# only an integer of Go's own is taken for seconds. So a template that was tried with an integer prints today's date for `auth_time`, and everybody's birthday is today. `toDate` has to come first.
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
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"text/template"
	"time"

	"github.com/Masterminds/sprig/v3"
)

func main() {
	os.Setenv("TZ", "UTC")
	var claims map[string]any
	if err := json.Unmarshal([]byte(`{"birthdate": "1980-05-17", "auth_time": 1600000000}`), &claims); err != nil {
		panic(err)
	}
	claims["own"] = 1600000000
	today := time.Now().Format("2006-01-02")
	for _, one := range [][2]string{
		{`{{ date "2006-01-02" .birthdate }}`, today},
		{`{{ htmlDate .birthdate }}`, today},
		{`{{ date "2006-01-02" .auth_time }}`, today},
		{`{{ date "2006-01-02" .own }}`, "2020-09-13"},
		{`{{ .birthdate | toDate "2006-01-02" | date "2006-01-02" }}`, "1980-05-17"},
	} {
		var written strings.Builder
		err := template.Must(template.New("show").Funcs(sprig.FuncMap()).Parse(one[0])).Execute(&written, claims)
		fmt.Printf("%s: %s\n", one[0], written.String())
		if err != nil || written.String() != one[1] {
			os.Exit(1)
		}
	}
}
GO
go mod tidy >/dev/null 2>&1
go run show.go
