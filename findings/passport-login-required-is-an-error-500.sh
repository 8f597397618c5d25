#!/usr/bin/env bash
# A provider that answers `error=login_required` to `prompt=none`: nobody is logged in there, which is what the client wanted to know. One would expect what becomes of `error=access_denied`: authentication has failed, and the
# application goes on to its login page. passport-oauth2 makes an exception with status 500 of it and of every other code (`consent_required`, `interaction_required`, `account_selection_required`), and so does a token endpoint's
# `invalid_grant` for a code that is too old: the users see "Internal Server Error" for what they did, and so does the monitoring.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . passport@0.7.0 passport-oauth2@1.8.0 express@5.3.0 >/dev/null
echo 'passport@0.7.0 passport-oauth2@1.8.0 express@5.3.0'
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { once } from 'node:events';
import express from 'express';
import passport from 'passport';
import { Strategy } from 'passport-oauth2';

process.env.NODE_ENV = 'test';
const app = express();
app.post('/token', (_, response) => response.status(400).json({ error: 'invalid_grant' }));
const server = app.listen(0, '127.0.0.1');
await once(server, 'listening');
const url = `http://127.0.0.1:${server.address().port}`;
const options = { authorizationURL: `${url}/authorize`, tokenURL: `${url}/token`, clientID: 'app', clientSecret: 'secret', callbackURL: `${url}/callback` };
passport.use(new Strategy(options, (token, refreshToken, profile, done) => done(null, { token })));
app.get('/callback', passport.authenticate('oauth2', { session: false, failureRedirect: '/login' }), (_, response) => response.send('logged in'));

const seen = {};
for (const query of ['error=access_denied', 'error=login_required', 'error=consent_required', 'error=interaction_required', 'code=old']) {
  const response = await fetch(`${url}/callback?${query}`, { redirect: 'manual' });
  seen[query] = response.status;
  console.log(`${query}: ${response.status} ${response.headers.get('location') ?? ''}`);
}
assert.deepEqual(seen, { 'error=access_denied': 302, 'error=login_required': 500, 'error=consent_required': 500, 'error=interaction_required': 500, 'code=old': 500 });
process.exit();
JS
node show.mjs
