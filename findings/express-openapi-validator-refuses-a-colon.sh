#!/usr/bin/env bash
# `GET /events?since=2026-11-29T04:30:00Z`, a parameter of `format: date-time`. A colon, a comma and a slash may stand in a query as they are (RFC 3986 section 3.4), and axios sends colons and commas so, so one would expect the request to be valid. express-openapi-validator refuses it, "Parameter 'since' must be url encoded. Its value may not contain reserved characters",
# unless the document says `allowReserved`, which OpenAPI has for those who write a query, not for who reads it. So a client with axios is answered 400 where fetch with URLSearchParams is answered 200.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . express@5.1.0 express-openapi-validator@5.6.2 axios@1.13.2 >/dev/null
echo "express-openapi-validator@5.6.2, axios@1.13.2, Node $(node --version)"
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import axios from 'axios';
import express from 'express';
import * as validator from 'express-openapi-validator';

const since = (name, extra) => ({ in: 'query', name, schema: { type: 'string', format: 'date-time' }, ...extra });
const apiSpec = { openapi: '3.0.3', info: { title: 'events', version: '1' }, paths: { '/events': { get: { parameters: [since('since'), since('until', { allowReserved: true })], responses: { 200: { description: 'the events' } } } } } };
const app = express();
app.use(validator.middleware({ apiSpec }));
app.get('/events', (_, response) => response.json([]));
app.use((error, _request, response, _next) => response.status(error.status ?? 500).json(error.message));
const server = app.listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));
const address = `http://127.0.0.1:${server.address().port}/events`;
const moment = '2026-11-29T04:30:00Z';
const seen = {
  'fetch with URLSearchParams': (await fetch(`${address}?${new URLSearchParams({ since: moment })}`)).status,
  axios: (await axios.get(address, { params: { since: moment }, validateStatus: () => true })).status,
  'axios, allowReserved': (await axios.get(address, { params: { until: moment }, validateStatus: () => true })).status,
};
console.log(seen);
server.close();
server.closeAllConnections();
assert.deepEqual(Object.values(seen), [200, 400, 200]);
JS
node show.mjs
