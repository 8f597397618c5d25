#!/usr/bin/env bash
# Canaille (PyPI) on SQLite. Issuer http://localhost:$PORT, person john / password. Each command of it loads all of it: a minute to start.
# Clients: countersign, special (a secret in which everything has to be encoded), no-audience (as the command line makes it: ID tokens have an empty `aud`).
set -euo pipefail
cd "${WORK:?}"
[ -x venv/bin/canaille ] || { python3 -m venv venv && timeout 500 venv/bin/pip -q install 'canaille[front,oidc,server,sqlite]==0.3.6'; } ||
  { echo "Canaille 0.3.6 could not be installed from PyPI: it needs Python 3.10 or later with venv" >&2; exit 69; }
[ "${1:-}" != install ] || exit 0
rm -f db.sqlite
export CANAILLE_CONFIG="$PWD/config.toml"
cat > config.toml <<TOML
SECRET_KEY = "abcdefghijklmnopqrstuvwxyz0123456789"
SERVER_NAME = "localhost:${PORT:?}"
PREFERRED_URL_SCHEME = "http"
[CANAILLE]
[CANAILLE_SQL]
DATABASE_URI = "sqlite:///$PWD/db.sqlite"
[CANAILLE_OIDC]
TOML
venv/bin/canaille jwk create rsa 2> /dev/null > jwk.txt
python3 - <<'PY'
import json
text = open('jwk.txt').read()
key = json.loads(text[text.index('{'):text.rindex('}') + 1])
members = ', '.join(f'{name} = {json.dumps(value)}' for name, value in key.items() if not isinstance(value, list))
open('config.toml', 'a').write(f'ACTIVE_JWKS = [{{{members}}}]\n')
PY
quietly() { venv/bin/canaille "$@" > command.log 2>&1 || { cat command.log >&2; exit 1; }; }
quietly db upgrade
quietly create user --quiet --user-name john --password password --family-name Doe --given-name John --formatted-name 'John Doe' --emails john@example.com
addresses=(); IFS=, read -ra list <<< "${REDIRECT_URIS:?}"; for uri in "${list[@]}"; do addresses+=(--redirect-uris "$uri"); done
client() {
  quietly create client --quiet --client-id "$1" --client-secret "$2" --client-name "$1" "${addresses[@]}" --grant-types authorization_code \
    --response-types code --token-endpoint-auth-method client_secret_basic --scope openid --scope profile --scope email
}
client countersign real-secret; client special 'se%41c+r t:x/&='; client no-audience real-secret
for id in countersign special; do quietly set client "$id" --audience "$id"; done
exec venv/bin/canaille run --bind "127.0.0.1:$PORT"
