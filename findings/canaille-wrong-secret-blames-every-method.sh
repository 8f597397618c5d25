#!/usr/bin/env bash
# A client authenticates by the method that it is registered for, with a wrong secret. The refusal does not speak of the secret: it says that the client
# cannot authenticate with any of four methods, its own among them. It is the list of what the server has tried (Authlib).
set -euo pipefail
source "$(dirname "$0")/with-provider.bash"
with_provider canaille ''
echo 'Canaille 0.3.6 (Authlib), client registered for client_secret_basic'
seen=$(curl -s "$(metadata token_endpoint)" -u countersign:not-the-secret -d grant_type=authorization_code -d code=no-such-code -d "redirect_uri=$callback")
echo "$seen"
expect "$seen" "cannot authenticate with methods: ['client_secret_basic', 'client_secret_post'"
