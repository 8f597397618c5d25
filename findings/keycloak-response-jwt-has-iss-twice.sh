#!/usr/bin/env bash
# A claims set has each name once, and a receiver may refuse one that has not (RFC 7519 section 4). With `response_mode=jwt` (JARM) Keycloak writes `iss`
# twice into the JWT: the claim of JARM, and the parameter of RFC 9207 once more. Parsers that keep the last one see nothing; strict ones refuse the login.
set -euo pipefail
source "$(dirname "$0")/with-provider.bash"
with_provider keycloak /realms/demo
echo 'Keycloak 26.7.3, response_mode=jwt'
address="$(metadata authorization_endpoint)?response_type=code&client_id=countersign&redirect_uri=$callback&scope=openid&state=s&response_mode=jwt&prompt=none"
response=$(curl -s -o /dev/null -w '%{redirect_url}' "$address" | sed 's/.*response=//')
claims=$(RESPONSE="$response" python3 -c 'import base64, os; part = os.environ["RESPONSE"].split(".")[1]; print(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)).decode())')
echo "$claims"
[ "$(grep -o '"iss"' <<< "$claims" | wc -l)" = 2 ] || { echo 'this has changed: iss is there another number of times' >&2; exit 1; }
