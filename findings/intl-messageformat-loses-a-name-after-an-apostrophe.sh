#!/usr/bin/env bash
# A French sentence, "Connexion auprès de l'{provider}": apostrophes are letters there, and "d'accès" or "aujourd'hui" in a message are printed as they are. One would expect the name after the last, or an error. What is printed is "l{provider}":
# an apostrophe right before a brace, and only there, begins quoted text, as ICU has it. Two apostrophes, or the typographic one, print the name.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . intl-messageformat@12.1.5 >/dev/null
echo "intl-messageformat@12.1.5, Node $(node --version)"
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { IntlMessageFormat } from 'intl-messageformat';

const expected = {
  "Aujourd'hui, l'accès est chez {provider}": "Aujourd'hui, l'accès est chez Académie",
  "Aujourd'hui, connexion auprès de l'{provider}": "Aujourd'hui, connexion auprès de l{provider}",
  "Connexion auprès de l''{provider}": "Connexion auprès de l'Académie",
  'Connexion auprès de l’{provider}': 'Connexion auprès de l’Académie',
};
for (const [message, result] of Object.entries(expected)) {
  const seen = new IntlMessageFormat(message, 'fr').format({ provider: 'Académie' });
  console.log(`${message}: ${seen}`);
  assert.equal(seen, result);
}
JS
node show.mjs
