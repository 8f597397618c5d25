#!/usr/bin/env bash
# A token response with `"expires_in": 3600.0` or `3.6e3`, the number 3600 as several serializers write a double. JSON knows one kind of number, so one would expect
# both to be taken, the more so as the text "3600" and null are. The whole response is refused ("cannot parse json"), and the token is lost with it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
go mod init show >/dev/null 2>&1
go get golang.org/x/oauth2@v0.38.0 >/dev/null 2>&1
echo "golang.org/x/oauth2 v0.38.0, $(go version)"
cat >show.go <<'GO'
package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"

	"golang.org/x/oauth2"
)

func main() {
	var expiresIn string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		io.WriteString(w, `{"access_token":"token","token_type":"Bearer","expires_in":`+expiresIn+`}`)
	}))
	client := oauth2.Config{Endpoint: oauth2.Endpoint{TokenURL: server.URL, AuthStyle: oauth2.AuthStyleInHeader}}
	for _, one := range []struct {
		written string
		taken   bool
	}{{`3600`, true}, {`"3600"`, true}, {`null`, true}, {`3600.0`, false}, {`3.6e3`, false}} {
		expiresIn = one.written
		token, err := client.Exchange(context.Background(), "code")
		if err == nil {
			fmt.Printf("expires_in %s: taken, %d s\n", one.written, token.ExpiresIn)
		} else {
			fmt.Printf("expires_in %s: %v\n", one.written, err)
		}
		if (err == nil) != one.taken || (err != nil && !strings.Contains(err.Error(), "cannot parse json")) {
			os.Exit(1)
		}
	}
}
GO
go run show.go
