#!/usr/bin/env bash
# A mail server refuses a recipient: once with 451 (try again later, a greylist), once with 550 (no such user). One would expect the errors' `code`, which
# is there to be told apart by, to differ, or a 4xx to be marked as temporary. `code` is EENVELOPE both times, EMESSAGE for both after the text was sent, EAUTH for a
# login refused for now (454) or for good (535): only `responseCode` tells, and an error that never reached the server (no valid address) has EENVELOPE and none.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . nodemailer@10.6.1 smtp-server@3.21.6 >/dev/null
echo 'nodemailer@10.6.1 smtp-server@3.21.6'
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { once } from 'node:events';
import nodemailer from 'nodemailer';
import { SMTPServer } from 'smtp-server';

const refusal = (responseCode) => Object.assign(new Error('refused'), { responseCode });
const refusing = {
  recipient: (code) => ({ authOptional: true, onRcptTo: (address, session, answer) => answer(refusal(code)) }),
  text: (code) => ({ authOptional: true, onData: (stream, session, answer) => stream.resume().on('end', () => answer(refusal(code))) }),
  login: (code) => ({ allowInsecureAuth: true, onAuth: (login, session, answer) => answer(refusal(code)) }),
};

async function errorOf(options, to = 'b@example.com') {
  const server = new SMTPServer({ disabledCommands: ['STARTTLS'], ...options });
  server.on('error', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const auth = options.onAuth ? { user: 'u', pass: 'p' } : undefined;
  const transport = nodemailer.createTransport({ host: '127.0.0.1', port: server.server.address().port, auth });
  const error = await transport.sendMail({ from: 'a@example.com', to, text: 'hello' }).then(assert.fail, (reason) => reason);
  transport.close();
  server.close();
  return error;
}

for (const [what, now, forGood, code] of [['recipient', 451, 550, 'EENVELOPE'], ['text', 451, 554, 'EMESSAGE'], ['login', 454, 535, 'EAUTH']]) {
  for (const answered of [now, forGood]) {
    const error = await errorOf(refusing[what](answered));
    console.log(`${what} refused with ${answered}: code ${error.code}, responseCode ${error.responseCode}`);
    assert.deepEqual([error.code, error.responseCode], [code, answered]);
  }
}
const nobody = await errorOf({ authOptional: true }, 'nobody');
console.log(`no address in "nobody": code ${nobody.code}, responseCode ${nobody.responseCode}`);
assert.deepEqual([nobody.code, nobody.responseCode], ['EENVELOPE', undefined]);
process.exit();
JS
node show.mjs
