#!/usr/bin/env bash
# A client with several tabs refreshes three times at the same moment with one refresh token that rotates. Reuse ends the family (RFC 9700 section 4.14.2), so one would expect
# an error for those who come too late. One of the three is answered 200, with an access token and a new refresh token: and both are dead on arrival,
# because the late ones have ended the family already. Nobody is logged in, and the one that was told it is has no way to know.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . oidc-provider@9.13.3 >/dev/null
echo "oidc-provider@9.13.3, node $(node --version)"
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const client = { client_id: 'app', client_secret: 'secret', redirect_uris: ['https://app.example.com/callback'], grant_types: ['authorization_code', 'refresh_token'] };
const provider = new Provider('http://127.0.0.1', {
  clients: [{ ...client, token_endpoint_auth_method: 'client_secret_post' }],
  findAccount: (context, accountId) => ({ accountId, claims: () => ({ sub: accountId }) }),
  rotateRefreshToken: true,
});
const server = createServer(provider.callback()).listen(0, '127.0.0.1');
await once(server, 'listening');
const endpoint = (path) => `http://127.0.0.1:${server.address().port}${path}`;

/** A refresh token as a login leaves it behind. */
async function refreshToken() {
  const grant = new provider.Grant({ accountId: 'john', clientId: 'app' });
  grant.addOIDCScope('openid offline_access');
  const about = { accountId: 'john', grantId: await grant.save(), scope: 'openid offline_access', gty: 'authorization_code', authTime: 1 };
  return new provider.RefreshToken({ ...about, client: await provider.Client.find('app') }).save();
}
async function refreshed(refresh_token) {
  const body = new URLSearchParams({ grant_type: 'refresh_token', refresh_token, client_id: 'app', client_secret: 'secret' });
  const response = await fetch(endpoint('/token'), { method: 'POST', body });
  return { status: response.status, ...(await response.json()) };
}

const shared = await refreshToken();
const answers = await Promise.all([refreshed(shared), refreshed(shared), refreshed(shared)]);
console.log('three at once:', answers.map(({ status, error }) => error ?? status).join(', '));
const lucky = answers.filter(({ status }) => status === 200);
assert.equal(lucky.length, 1);
const [{ access_token, refresh_token }] = lucky;
const userinfo = await fetch(endpoint('/me'), { headers: { authorization: `Bearer ${access_token}` } });
const next = await refreshed(refresh_token);
console.log(`what the 200 brought: access token ${userinfo.status}, refresh token ${next.status} ${next.error}`);
assert.equal(userinfo.status, 401);
assert.deepEqual([next.status, next.error], [400, 'invalid_grant']);

const alone = await refreshed(await refreshToken());
assert.equal((await refreshed(alone.refresh_token)).status, 200);
console.log('one after the other: 200, 200');
process.exit();
JS
node show.mjs 2>/dev/null | grep -v NOTICE
