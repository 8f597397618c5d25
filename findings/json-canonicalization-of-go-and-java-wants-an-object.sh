#!/usr/bin/env bash
# Canonical JSON (RFC 8785) of a text, a number or null. Each is JSON by RFC 8259, and the RFC excludes none of them, so one would expect the canonical form, as canonicalize (npm) and gowebpki's for Go
# write it. The ones for Go and Java by the RFC's own authors take an object or an array only ("Expected '{'").
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>show</groupId><artifactId>show</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>io.github.erdtman</groupId><artifactId>java-json-canonicalization</artifactId><version>1.1</version></dependency>
  </dependencies>
</project>
XML
mvn --quiet --batch-mode dependency:copy-dependencies -DoutputDirectory=lib >/dev/null
npm install --silent --no-audit --no-fund --prefix . canonicalize@2.1.0 >/dev/null
cat >go.mod <<'MOD'
module show

go 1.24.0

require (
	github.com/cyberphone/json-canonicalization v0.0.0-20241213102144-19d51d7fe467
	github.com/gowebpki/jcs v1.0.2
)
MOD
cat >show.go <<'GO'
package main

import (
	"fmt"
	"os"

	"github.com/cyberphone/json-canonicalization/go/src/webpki.org/jsoncanonicalizer"
	"github.com/gowebpki/jcs"
)

func main() {
	for _, text := range os.Args[1:] {
		_, refused := jsoncanonicalizer.Transform([]byte(text))
		written, err := jcs.Transform([]byte(text))
		fmt.Printf("%s: cyberphone (Go): %v; gowebpki/jcs (Go): %s\n", text, refused, written)
		if err != nil || (refused == nil) != (text[0] == '[' || text[0] == '{') {
			os.Exit(1)
		}
	}
}
GO
cat >Show.java <<'JAVA'
import org.erdtman.jcs.JsonCanonicalizer;

public class Show {
  public static void main(String[] arguments) {
    for (String text : arguments) {
      String seen;
      try {
        seen = "written as " + new JsonCanonicalizer(text).getEncodedString();
      } catch (Exception error) {
        seen = error.toString();
      }
      System.out.println(text + ": erdtman (Java): " + seen);
      if (seen.startsWith("written") != (text.startsWith("[") || text.startsWith("{"))) System.exit(1);
    }
  }
}
JAVA
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import canonicalize from 'canonicalize';

for (const text of process.argv.slice(2)) {
  assert.equal(canonicalize(JSON.parse(text)), text);
  console.log(`${text}: canonicalize (npm): ${text}`);
}
JS
go mod tidy >/dev/null 2>&1
echo 'cyberphone/json-canonicalization 19d51d7fe467, gowebpki/jcs v1.0.2 (Go); io.github.erdtman:java-json-canonicalization:1.1; canonicalize@2.1.0 (npm)'
set -- '{"a":1}' '[1]' '"text"' '1' 'null'
go run show.go "$@"
java -cp 'lib/*' Show.java "$@"
node show.mjs "$@"
