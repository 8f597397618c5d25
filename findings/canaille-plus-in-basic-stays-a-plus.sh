#!/usr/bin/env bash
# RFC 6749 section 2.3.1 has client id and secret form-encoded in `Authorization: Basic`, where a space is `+`, and so do most libraries. Canaille
# (by Authlib) percent-decodes only: with `+` the secret is wrong, with `%20` it is right. So does a literal `+` that was not encoded at all pass.
set -euo pipefail
source "$(dirname "$0")/with-provider.bash"
with_provider canaille ''
echo 'Canaille 0.3.6 (Authlib), secret: se%41c+r t:x/&='
ask() {
  curl -s -w ' (%{http_code})' "$(metadata token_endpoint)" -H "Authorization: Basic $(printf 'special:%s' "$1" | base64 -w0)" \
    -d grant_type=authorization_code -d code=no-such-code -d "redirect_uri=$callback"
}
plus=$(ask 'se%2541c%2Br+t%3Ax%2F%26%3D'); percent=$(ask 'se%2541c%2Br%20t%3Ax%2F%26%3D')
echo "space as +:   $plus"; echo "space as %20: $percent"
expect "$plus" invalid_client; expect "$percent" invalid_grant
