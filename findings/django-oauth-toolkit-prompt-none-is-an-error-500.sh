#!/usr/bin/env bash
# `prompt=none` without a session is answered with `login_required` at the redirect URI (OpenID Connect Core section 3.1.2.6): that is what it is for. With
# django-oauth-toolkit the browser is not sent back; the person sees a server error, though the same request without `prompt` leads to the login.
set -euo pipefail
source "$(dirname "$0")/with-provider.bash"
with_provider django-oauth-toolkit /o
echo 'django-oauth-toolkit 3.4.1'
ask() {
  curl -s -o /dev/null -w '%{http_code} %{redirect_url}' "$(metadata authorization_endpoint)?response_type=code&client_id=countersign&redirect_uri=$callback&scope=openid&state=s&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256$1"
}
usual=$(ask ''); silent=$(ask '&prompt=none')
echo "usual:       $usual"; echo "prompt=none: $silent"
expect "$usual" '302 '; expect "$silent" '500 '
