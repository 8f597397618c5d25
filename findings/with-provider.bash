# Sourced: starts a provider of test/real/start in a temporary folder, without our product, and ends it when the script ends.
# with_provider NAME PATH_OF_ISSUER [SECONDS]; then $issuer, and `metadata NAME` for a member of its discovery document.
with_provider() {
  folder=$(mktemp -d)
  port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  issuer="http://localhost:$port$2"
  callback='http://localhost:4999/callback'
  local start; start="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)/test/real/start/$1.sh"
  WORK="$folder" PORT="$port" REDIRECT_URIS="$callback" setsid bash "$start" > "$folder/provider.log" 2>&1 &
  provider=$!
  trap 'kill -- -$provider 2> /dev/null; sleep 1; rm -rf "$folder"' EXIT
  for _ in $(seq "${3:-300}"); do
    curl -sf -m 10 -o "$folder/metadata.json" "${issuer%/}/.well-known/openid-configuration" && return
    kill -0 "$provider" 2> /dev/null || break
    sleep 1
  done
  tail -n 5 "$folder/provider.log" >&2
  exit 1
}
metadata() { python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))[sys.argv[2]])' "$folder/metadata.json" "$1"; }
# Fails with words when what is seen is not what this script says.
expect() { case "$1" in *"$2"*) ;; *) echo "this has changed: expected $2" >&2; exit 1 ;; esac; }
