#!/usr/bin/env bash
# `npm sbom --omit dev` leaves out packages that the application needs, as soon as a development dependency needs them too. `npm ls --omit dev`
# lists them, and `npm install --omit dev` installs them. So whatever looks in that list for known vulnerabilities never sees them.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
mkdir tool application
npm install --silent --no-audit --no-fund --prefix tool npm@11.19.1 >/dev/null
npm() { "$folder/tool/node_modules/.bin/npm" "$@"; }
cd application
# mime-types needs mime-db; accepts, which only tests have, needs mime-types too.
cat >package.json <<'JSON'
{ "name": "application", "version": "1.0.0", "dependencies": { "mime-types": "3.0.2", "once": "1.4.0" }, "devDependencies": { "accepts": "2.0.0" } }
JSON
npm install --silent --no-audit --no-fund >/dev/null
echo "npm $(npm --version)"
installed=$(npm ls --omit dev --all --parseable | sed -n 's|.*/node_modules/||p' | sort | xargs)
listed=$(npm sbom --sbom-format cyclonedx --omit dev |
  node -p 'JSON.parse(require("fs").readFileSync(0, "utf8")).components.map(({ name }) => name).sort().join(" ")')
echo "npm ls --omit dev:   $installed"
echo "npm sbom --omit dev: $listed"
[ "$installed" = 'mime-db mime-types once wrappy' ] && [ "$listed" = 'once wrappy' ]
