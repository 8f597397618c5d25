#!/usr/bin/env bash
# `authorization_response_iss_parameter_supported: true` (RFC 9207 section 3) says that each authorization response names its issuer; section 2 has it on
# errors too. Canaille announces it and leaves it out of every error, so a client that insists cannot read why a login failed.
set -euo pipefail
source "$(dirname "$0")/with-provider.bash"
with_provider canaille ''
echo "Canaille 0.3.6, authorization_response_iss_parameter_supported: $(metadata authorization_response_iss_parameter_supported)"
expect "$(metadata authorization_response_iss_parameter_supported)" True
seen=$(curl -s -o /dev/null -w '%{redirect_url}' "$(metadata authorization_endpoint)?response_type=code&client_id=countersign&redirect_uri=$callback&scope=openid&state=s&nonce=n&prompt=none")
echo "$seen"
expect "$seen" error=login_required
case "$seen" in *iss=*) echo 'this has changed: errors name the issuer' >&2; exit 1 ;; esac
