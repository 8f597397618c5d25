#!/usr/bin/env bash
# A client in Go by OpenAPI Generator, of a document in OpenAPI 3.1, and answers with a member that the server got since. Each schema says for itself whether further members are allowed, so one would expect one with `additionalProperties: true` to be read on, one with `false` refused. The first of the document decides for both:
# after a schema with `false`, `true` is closed too and the answer is lost (`unknown field`); after one with `true`, `false` is open. A schema that says nothing, which allows anything, is closed where it requires a member, so that each new member of a server breaks the client. OpenAPI 3.0 keeps the two apart.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
mvn --quiet --batch-mode dependency:copy -Dartifact=org.openapitools:openapi-generator-cli:7.17.0 -DoutputDirectory=. >/dev/null
echo "openapi-generator-cli 7.17.0, $(go version)"
# Three operations, that answer three schemas with one required member each: "silent", and the two that say what is given for them.
client() {
  local version=$1 first=$2 second=$3
  node -e '
    const [openapi, ...says] = process.argv.slice(1);
    const names = ["First", "Second", "Third"];
    const schemas = Object.fromEntries(names.map((name, at) => [name, { type: "object", required: ["id"], properties: { id: { type: "string" } }, ...(says[at] && { additionalProperties: says[at] === "true" }) }]));
    const answers = (name) => ({ 200: { description: "what is asked for", content: { "application/json": { schema: { $ref: `#/components/schemas/${name}` } } } } });
    const paths = Object.fromEntries(names.map((name) => [`/${name}`, { get: { operationId: `get${name}`, responses: answers(name) } }]));
    console.log(JSON.stringify({ openapi, info: { title: "people", version: "1" }, paths, components: { schemas } }));
  ' "$version" "$first" "$second" >api.json
  rm -rf generated run
  java -jar openapi-generator-cli-7.17.0.jar generate -i api.json -g go --package-name main -o generated >generated.log 2>&1
  mkdir run
  cp generated/model_*.go generated/utils.go run
  cat >run/show.go <<'GO'
package main

import (
	"encoding/json"
	"fmt"
	"os"
)

func main() {
	answer := []byte(`{"id": "anna", "since": "2026"}`)
	for at, schema := range []any{&First{}, &Second{}, &Third{}} {
		seen := "read"
		if err := json.Unmarshal(answer, schema); err != nil {
			seen = err.Error()
		}
		fmt.Printf("OpenAPI %s, additionalProperties %s: %s\n", os.Args[1], os.Args[2+at], seen)
	}
}
GO
  (cd run && go mod init show >/dev/null 2>&1 && go run . "$version" "$first" "$second" absent)
}
{
  client 3.0.3 false true
  client 3.1.0 false true
  client 3.1.0 true false
} | tee seen
diff - seen <<'SEEN'
OpenAPI 3.0.3, additionalProperties false: json: unknown field "since"
OpenAPI 3.0.3, additionalProperties true: read
OpenAPI 3.0.3, additionalProperties absent: json: unknown field "since"
OpenAPI 3.1.0, additionalProperties false: json: unknown field "since"
OpenAPI 3.1.0, additionalProperties true: json: unknown field "since"
OpenAPI 3.1.0, additionalProperties absent: json: unknown field "since"
OpenAPI 3.1.0, additionalProperties true: read
OpenAPI 3.1.0, additionalProperties false: read
OpenAPI 3.1.0, additionalProperties absent: json: unknown field "since"
SEEN
