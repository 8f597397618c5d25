#!/usr/bin/env bash
# `ui_locales=de-AT`, and a service with pages in de, en and zh-Hant. One would expect golang.org/x/text/language, asked which of these fits, to answer one of these. It answers `de-u-rg-atzzzz`, German with Austria's region as an extension, and `zh-Hant-u-rg-twzzzz` for zh-TW, though with confidence "Exact":
# a map of translations by tag has neither, and the page is in no language or in the default one. The index, the second thing it answers, is right.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >go.mod <<'MOD'
module show

go 1.24.0

require golang.org/x/text v0.44.0
MOD
cat >show.go <<'GO'
package main

import (
	"fmt"
	"os"

	"golang.org/x/text/language"
)

func main() {
	pages := map[string]string{"en": "Sign in", "de": "Anmelden", "zh-Hant": "登入"}
	offered := []language.Tag{language.English, language.German, language.TraditionalChinese}
	matcher := language.NewMatcher(offered)
	for _, one := range []struct{ asked, answered, index, page string }{
		{"de", "de", "de", "Anmelden"},
		{"de-AT", "de-u-rg-atzzzz", "de", ""},
		{"de-DE", "de-u-rg-dezzzz", "de", ""},
		{"zh-TW", "zh-Hant-u-rg-twzzzz", "zh-Hant", ""},
	} {
		tag, index, confidence := matcher.Match(language.Make(one.asked))
		fmt.Printf("%s: %s (%s), page %q; by index %s, page %q\n", one.asked, tag, confidence, pages[tag.String()], offered[index], pages[offered[index].String()])
		if tag.String() != one.answered || offered[index].String() != one.index || pages[tag.String()] != one.page {
			os.Exit(1)
		}
	}
}
GO
go mod tidy >/dev/null 2>&1
echo "golang.org/x/text v0.44.0, $(go version)"
go run show.go
