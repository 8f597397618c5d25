#!/usr/bin/env bash
# The example provider of github.com/zitadel/oidc (Go modules), on the loopback address. Issuer http://localhost:$PORT/ with the slash,
# person test-user@localhost / verysecure. Clients: countersign, special (a secret in which everything has to be encoded).
set -euo pipefail
cd "${WORK:?}"
command -v go > /dev/null || { echo "the example provider of zitadel/oidc needs Go" >&2; exit 69; }
cat > main.go <<'GO'
package main

import (
	"log/slog"
	"net/http"
	"os"
	"strings"

	"github.com/zitadel/oidc/v3/example/server/exampleop"
	"github.com/zitadel/oidc/v3/example/server/storage"
)

func main() {
	issuer := "http://localhost:" + os.Getenv("PORT") + "/"
	redirects := strings.Split(os.Getenv("REDIRECT_URIS"), ",")
	storage.RegisterClients(
		storage.WebClient("countersign", "real-secret", redirects...),
		storage.WebClient("special", "se%41c+r t:x/&=", redirects...),
	)
	logger := slog.New(slog.NewTextHandler(os.Stderr, nil))
	router := exampleop.SetupServer(issuer, storage.NewStorage(storage.NewUserStore(issuer)), logger, false)
	if err := http.ListenAndServe("127.0.0.1:"+os.Getenv("PORT"), router); err != nil {
		logger.Error("terminated", "error", err)
		os.Exit(1)
	}
}
GO
printf 'module provider\n\ngo 1.26\n\nrequire github.com/zitadel/oidc/v3 v3.52.0\n' > go.mod
[ -x provider ] || GOPATH="$PWD/go" GOFLAGS='-p=2 -mod=mod -modcacherw' timeout 500 go build -o provider . ||
  { echo "zitadel/oidc 3.52.0 could not be fetched and built with Go" >&2; exit 69; }
[ "${1:-}" != install ] || exit 0
exec ./provider
