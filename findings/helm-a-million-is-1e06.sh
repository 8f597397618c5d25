#!/usr/bin/env bash
# A chart with a number in its values, `maxBytes: 1000000`, put into a template as `{{ .Values.maxBytes }}`. One would expect 1000000. 999999 is written so; from a million on Helm writes 1e+06, quoted or not, since every number of a values file is a float, and 1234567890 is 1.23456789e+09, which no reader of whole numbers takes.
# The same number given by `--set` is an integer and written as it is, so that a trial on the command line proves nothing; `toYaml` writes it whole, `int64` helps. A member named `on`, `y` or `n` in the file is named "true" or "false" and so not there, given by `--set` it is.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >go.mod <<'MOD'
module show

go 1.24.0

require helm.sh/helm/v3 v3.19.0
MOD
cat >show.go <<'GO'
package main

import (
	"fmt"

	"helm.sh/helm/v3/pkg/chart"
	"helm.sh/helm/v3/pkg/chartutil"
	"helm.sh/helm/v3/pkg/engine"
	"helm.sh/helm/v3/pkg/strvals"
)

const template = `{{ .Values.maxBytes }}, quoted {{ .Values.maxBytes | quote }}, toYaml {{ toYaml .Values.maxBytes }}, int64 {{ int64 .Values.maxBytes }}, on {{ .Values.on | default "missing" }}`

func render(name string, values map[string]any) {
	written := &chart.Chart{Metadata: &chart.Metadata{Name: "show", Version: "1.0.0", APIVersion: "v2"}, Templates: []*chart.File{{Name: "templates/a", Data: []byte(template)}}}
	all, err := chartutil.ToRenderValues(written, values, chartutil.ReleaseOptions{Name: "show"}, nil)
	if err != nil {
		panic(err)
	}
	files, err := engine.Render(written, all)
	if err != nil {
		panic(err)
	}
	fmt.Printf("%s: %s\n", name, files["show/templates/a"])
}

func main() {
	for _, number := range []string{"999999", "1000000", "1234567890"} {
		file, err := chartutil.ReadValues([]byte("maxBytes: " + number + "\non: true\n"))
		if err != nil {
			panic(err)
		}
		render("values file, "+number, file)
		set, err := strvals.Parse("maxBytes=" + number + ",on=true")
		if err != nil {
			panic(err)
		}
		render("--set, "+number, set)
	}
}
GO
go mod tidy >/dev/null 2>&1
echo "helm.sh/helm/v3 v3.19.0, $(go version)"
go run show.go | tee seen
diff - seen <<'SEEN'
values file, 999999: 999999, quoted "999999", toYaml 999999, int64 999999, on missing
--set, 999999: 999999, quoted "999999", toYaml 999999, int64 999999, on true
values file, 1000000: 1e+06, quoted "1e+06", toYaml 1000000, int64 1000000, on missing
--set, 1000000: 1000000, quoted "1000000", toYaml 1000000, int64 1000000, on true
values file, 1234567890: 1.23456789e+09, quoted "1.23456789e+09", toYaml 1234567890, int64 1234567890, on missing
--set, 1234567890: 1234567890, quoted "1234567890", toYaml 1234567890, int64 1234567890, on true
SEEN
