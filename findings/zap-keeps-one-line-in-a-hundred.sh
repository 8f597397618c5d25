#!/usr/bin/env bash
# zap's logger for production, and one line for each login: "login finished", with the user as a field. One would expect every line. zap drops lines of the same text within a second, whatever their fields: the first hundred are written, then each hundredth, and nothing says how many are missing. So 1,000 logins in a second are 109 lines,
# and an alert that counts "login failed" counts a hundredth. `Sampling = nil` in the configuration writes all; log/slog and zerolog do anyway.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
go mod init show >/dev/null 2>&1
go get go.uber.org/zap@v1.27.1 >/dev/null 2>&1
echo "go.uber.org/zap v1.27.1, $(go version)"
cat >show.go <<'GO'
package main

import (
	"bytes"
	"fmt"
	"log/slog"
	"os"

	"go.uber.org/zap"
)

func lines(name string) int {
	text, _ := os.ReadFile(name)
	return bytes.Count(text, []byte("\n"))
}

func main() {
	for _, sampled := range []bool{true, false} {
		configuration := zap.NewProductionConfig()
		name := "all.log"
		if sampled {
			name = "production.log"
		} else {
			configuration.Sampling = nil
		}
		configuration.OutputPaths = []string{name}
		logger, err := configuration.Build()
		if err != nil {
			panic(err)
		}
		for user := 0; user < 1000; user++ {
			logger.Warn("login failed", zap.Int("user", user))
		}
	}
	file, _ := os.Create("slog.log")
	logger := slog.New(slog.NewJSONHandler(file, nil))
	for user := 0; user < 1000; user++ {
		logger.Warn("login failed", "user", user)
	}
	fmt.Printf("of 1000 lines: zap for production %d, zap without sampling %d, slog %d\n", lines("production.log"), lines("all.log"), lines("slog.log"))
	// Where a second ends in between, the first hundred begin anew.
	if kept := lines("production.log"); kept < 109 || kept > 300 || lines("all.log") != 1000 || lines("slog.log") != 1000 {
		os.Exit(1)
	}
}
GO
go mod tidy >/dev/null 2>&1
go run show.go
