#!/usr/bin/env bash
# RFC 6749 section 2.3.1 has client id and secret form-encoded in `Authorization: Basic`. LemonLDAP::NG takes them as they are: a secret with `%`, `+` or a
# space is wrong once it is encoded as the RFC says, and right when it is not. (Needs the Debian packages that the start script names.)
set -euo pipefail
source "$(dirname "$0")/with-provider.bash"
with_provider lemonldap /
echo "LemonLDAP::NG $(dpkg-query -W -f '${Version}' lemonldap-ng), secret: se%41c+r tx/&="
ask() {
  curl -s -w ' (%{http_code})' "$(metadata token_endpoint)" -H "Authorization: Basic $(printf 'special:%s' "$1" | base64 -w0)" \
    -d grant_type=authorization_code -d code=no-such-code -d "redirect_uri=$callback"
}
encoded=$(ask 'se%2541c%2Br+tx%2F%26%3D'); raw=$(ask 'se%41c+r tx/&=')
echo "form-encoded: $encoded"; echo "as it is:     $raw"
expect "$encoded" '(401)'; expect "$raw" '(400)'
