#!/usr/bin/env bash
# One .env file with `SECRET=abc#def`, no blank before the #. A comment starts after a blank in shells, so one would expect everybody to read `abc#def`, as python-dotenv, godotenv and Docker Compose's reader do. npm's dotenv and Node's own `--env-file` read `abc`, without a
# word: a secret that is right in one service is wrong in the other. `PASSWORD=pa$word` is `pa` for Docker Compose, and `pa$word` for the others; a value in single quotes is the same for all.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . dotenv@18.0.10 >/dev/null
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check python-dotenv==1.2.4
go mod init show >/dev/null 2>&1
go get github.com/joho/godotenv@v1.5.1 github.com/compose-spec/compose-go/v2@v2.16.2 >/dev/null 2>&1
echo "dotenv@18.0.10, Node $(node --version), python-dotenv 1.2.4, godotenv v1.5.1, compose-go v2.16.2"
cat >.env <<'ENV'
SECRET=abc#def
PASSWORD=pa$word
QUOTED='abc#def$word'
ENV
cat >show.go <<'GO'
package main

import (
	"fmt"
	"os"

	compose "github.com/compose-spec/compose-go/v2/dotenv"
	"github.com/joho/godotenv"
)

func main() {
	one, err := godotenv.Read()
	two, err2 := compose.Read()
	if err != nil || err2 != nil {
		os.Exit(1)
	}
	fmt.Println("godotenv:", one["SECRET"], one["PASSWORD"], one["QUOTED"])
	fmt.Println("compose-go:", two["SECRET"], two["PASSWORD"], two["QUOTED"])
}
GO
go mod tidy >/dev/null 2>&1
{
  node -e "const { parsed } = require('dotenv').config({ quiet: true }); console.log('dotenv:', parsed.SECRET, parsed.PASSWORD, parsed.QUOTED)"
  node --env-file=.env -e "const { env } = process; console.log('node --env-file:', env.SECRET, env.PASSWORD, env.QUOTED)"
  python/bin/python -c "from dotenv import dotenv_values; print('python-dotenv:', *dotenv_values('.env').values())"
  go run show.go 2>/dev/null
} | tee seen
diff - seen <<'SEEN'
dotenv: abc pa$word abc#def$word
node --env-file: abc pa$word abc#def$word
python-dotenv: abc#def pa$word abc#def$word
godotenv: abc#def pa$word abc#def$word
compose-go: abc#def pa abc#def$word
SEEN
