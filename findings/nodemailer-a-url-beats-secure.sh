#!/usr/bin/env bash
# Port 465 is TLS from the first byte, and `{ host, port: 465 }` is taken so without a further word. One would expect the same of `smtp://mail.example.com:465`, and
# surely of that URL with `secure: true` beside it or `?secure=true` in it. The client speaks no TLS: it waits for a greeting in clear that never comes, until
# `greetingTimeout`. The scheme decides alone (`smtps:`), and wins over `secure`.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . nodemailer@10.6.1 >/dev/null
echo 'nodemailer@10.6.1'
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import nodemailer from 'nodemailer';

// Stands for the mail server at whatever port, and says what the client does first: a TLS record begins with 22.
let first;
const server = createServer((socket) => {
  const silence = setTimeout(() => socket.destroy(), 500);
  socket.on('error', () => undefined).once('data', ([type]) => {
    clearTimeout(silence);
    first = type === 22 ? 'TLS' : 'clear text';
    socket.destroy();
  });
}).listen(0, '127.0.0.1');
await once(server, 'listening');
const getSocket = (options, done) => {
  const connection = connect(server.address().port, '127.0.0.1', () => done(null, { connection }));
};

const cases = [
  [{ host: 'localhost', port: 465 }, 'TLS'],
  [{ url: 'smtps://localhost' }, 'TLS'],
  [{ url: 'smtp://localhost:465' }, 'silence'],
  [{ url: 'smtp://localhost:465', secure: true }, 'silence'],
  [{ url: 'smtp://localhost:465/?secure=true' }, 'silence'],
];
for (const [options, expected] of cases) {
  first = 'silence';
  await nodemailer.createTransport({ ...options, getSocket }).verify().catch(() => undefined);
  console.log(JSON.stringify(options), '-> client begins with', first);
  assert.equal(first, expected);
}
process.exit();
JS
node show.mjs
