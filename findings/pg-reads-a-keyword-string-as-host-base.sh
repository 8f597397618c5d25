#!/usr/bin/env bash
# libpq's other connection string, `host=db.example.com user=app dbname=app`, which every PostgreSQL tool and many drivers read, given to pg.
# One would expect it to work or to be refused. It is neither: pg takes the whole text for the database's name, and connects to a host named "base" (ENOTFOUND).
# Of libpq's URL with two hosts, the one without ports is read as one host "a,b", the one with ports is an invalid URL.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . pg@8.23.1 >/dev/null
echo 'pg@8.23.1'
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import pg from 'pg';

const read = (connectionString) => {
  try {
    const { host, port, database } = new pg.Client({ connectionString });
    return { host, port, database };
  } catch (error) {
    return error.message;
  }
};
const cases = [
  ['postgres://app@db.example.com/app', { host: 'db.example.com', port: 5432, database: 'app' }],
  ['host=db.example.com user=app dbname=app', { host: 'base', port: 5432, database: 'host=db.example.com user=app dbname=app' }],
  ['postgres://app@a.example.com,b.example.com/app', { host: 'a.example.com,b.example.com', port: 5432, database: 'app' }],
  ['postgres://app@a.example.com:5432,b.example.com:5432/app', 'Invalid URL'],
];
for (const [text, expected] of cases) {
  console.log(text, '->', read(text));
  assert.deepEqual(read(text), expected);
}
JS
node show.mjs
