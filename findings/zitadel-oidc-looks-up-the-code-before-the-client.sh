#!/usr/bin/env bash
# Whoever presents an invented code to a token endpoint is told `invalid_client` when client or secret are wrong, one would think (RFC 6749 section 5.2),
# and so tests its credentials. Here the code is looked up first: right secret, wrong secret and a client that does not exist all get `invalid_grant`.
set -euo pipefail
source "$(dirname "$0")/with-provider.bash"
with_provider zitadel-oidc / 600
echo 'github.com/zitadel/oidc v3.52.0, example provider'
for client in countersign:real-secret countersign:not-the-secret no-such-client:secret; do
  seen=$(curl -s -w ' (%{http_code})' "$(metadata token_endpoint)" -u "$client" -d grant_type=authorization_code -d code=no-such-code -d "redirect_uri=$callback")
  echo "$client: $seen"
  expect "$seen" invalid_grant
done
