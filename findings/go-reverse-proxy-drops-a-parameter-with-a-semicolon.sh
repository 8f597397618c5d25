#!/usr/bin/env bash
# A query with a semicolon in it, `acr_values=loa2;mfa`, valid as RFC 3986 has it, through a proxy made with Go's `httputil.ReverseProxy` and `Rewrite`. One would expect a proxy to hand on the query as it is, as nginx does. It takes the parameter out, and the others stay: no error, no log line at the proxy.
# `Out.URL.RawQuery = In.URL.RawQuery` in Rewrite brings it back. With the older `Director` the query is handed on.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
go version
cat >show.go <<'GO'
package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
)

func main() {
	upstream := httptest.NewServer(http.HandlerFunc(func(answer http.ResponseWriter, request *http.Request) { io.WriteString(answer, request.URL.RawQuery) }))
	target, _ := url.Parse(upstream.URL)
	query := "client_id=app&acr_values=loa2;mfa&state=xyz"
	ways := []struct {
		name  string
		proxy http.Handler
		seen  string
	}{
		{"Rewrite, SetURL", &httputil.ReverseProxy{Rewrite: func(request *httputil.ProxyRequest) { request.SetURL(target) }}, "client_id=app&state=xyz"},
		{"Rewrite, SetURL, RawQuery", &httputil.ReverseProxy{Rewrite: func(request *httputil.ProxyRequest) {
			request.SetURL(target)
			request.Out.URL.RawQuery = request.In.URL.RawQuery
		}}, query},
		{"NewSingleHostReverseProxy", httputil.NewSingleHostReverseProxy(target), query},
	}
	for _, way := range ways {
		server := httptest.NewServer(way.proxy)
		response, err := http.Get(server.URL + "/authorize?" + query)
		if err != nil {
			panic(err)
		}
		body, _ := io.ReadAll(response.Body)
		fmt.Printf("%s: %s is handed on as %s\n", way.name, query, body)
		if string(body) != way.seen {
			os.Exit(1)
		}
	}
}
GO
go run show.go
