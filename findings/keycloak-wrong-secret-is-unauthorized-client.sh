#!/usr/bin/env bash
# A wrong client secret is `invalid_client` (RFC 6749 section 5.2: client authentication failed); `unauthorized_client` says that a client may not use this
# grant type. Keycloak says `invalid_client` to a client that it does not know, and `unauthorized_client` to one that it knows, for a wrong secret.
set -euo pipefail
source "$(dirname "$0")/with-provider.bash"
with_provider keycloak /realms/demo
echo 'Keycloak 26.7.3'
for client in no-such-client:secret countersign:not-the-secret countersign:real-secret; do
  seen=$(curl -s -w ' (%{http_code})' "$(metadata token_endpoint)" -u "$client" -d grant_type=authorization_code -d code=no-such-code -d "redirect_uri=$callback")
  echo "$client: $seen"
  case "$client" in
    no-such-client:*) expect "$seen" '"invalid_client"' ;;
    *:not-the-secret) expect "$seen" '"unauthorized_client"' ;;
    *) expect "$seen" '"invalid_grant"' ;;
  esac
done
