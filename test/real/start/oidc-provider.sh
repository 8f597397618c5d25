#!/usr/bin/env bash
# node oidc-provider (npm) with its own development interactions: any login name and password.
# Issuer http://localhost:$PORT. Clients: countersign, special (a secret in which everything has to be encoded), pushed (PAR demanded).
set -euo pipefail
cd "${WORK:?}"
echo '{"private":true,"type":"module"}' > package.json
[ -d node_modules/oidc-provider ] ||
  timeout 300 npm install --silent --no-audit --no-fund oidc-provider@9.13.3 || { echo "oidc-provider 9.13.3 could not be installed from npm" >&2; exit 69; }
[ "${1:-}" != install ] || exit 0
cat > op.mjs <<'JS'
import Provider from 'oidc-provider';

const client = (client_id, client_secret, more = {}) => ({
  client_id,
  client_secret,
  redirect_uris: process.env.REDIRECT_URIS.split(','),
  grant_types: ['authorization_code'],
  response_types: ['code'],
  token_endpoint_auth_method: 'client_secret_basic',
  ...more,
});
const john = { name: 'John Doe', given_name: 'John', family_name: 'Doe', email: 'john@example.com', email_verified: true };
const provider = new Provider(`http://localhost:${process.env.PORT}`, {
  clients: [
    client('countersign', 'real-secret'),
    client('special', 'se%41c+r t:x/&='),
    client('pushed', 'real-secret', { require_pushed_authorization_requests: true }),
  ],
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'given_name', 'family_name'] },
  findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id, ...john }) }),
});
provider.listen(Number(process.env.PORT), '127.0.0.1');
JS
exec node op.mjs
