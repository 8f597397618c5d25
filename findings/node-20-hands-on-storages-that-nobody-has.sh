#!/usr/bin/env bash
# An AsyncLocalStorage whose run() was called once and returned, and which nobody holds any more: Node 20 and 22 write a property of its into every promise that
# is made from then on, until disable() is called. Who makes one storage for each job, test file or plug-in makes all promises of the process slower for ever
# (with a hundred of them a promise takes some forty times as long). Node 24 keeps the context elsewhere and writes nothing.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
cat > try.mjs <<'JS'
import { AsyncLocalStorage } from 'node:async_hooks';
const propertiesOfAPromise = () => Object.getOwnPropertySymbols(Promise.resolve().then(() => {})).length;
const before = propertiesOfAPromise();
for (let made = 0; made < 100; made += 1) new AsyncLocalStorage().run(made, () => {});
globalThis.gc();
await new Promise((resolve) => setTimeout(resolve, 10));
globalThis.gc();
const dropped = propertiesOfAPromise();
const kept = Array.from({ length: 100 }, () => new AsyncLocalStorage());
for (const storage of kept) storage.run(1, () => {});
const twice = propertiesOfAPromise();
for (const storage of kept) storage.disable();
console.log(`${before}, with 100 that nobody has ${dropped}, with 100 more ${twice}, which were disabled ${propertiesOfAPromise()}`);
JS
changed() { echo "this has changed: $1" >&2; exit 1; }
for version in 20.20.2 22.13.0 24.11.0; do
  mkdir "$version"; npm install --silent --no-fund --no-audit --prefix "$version" "node@$version"
  node="$version/node_modules/node/bin/node"
  seen=$("$node" --expose-gc try.mjs); echo "Node $("$node" --version): properties of a new promise $seen"
  case $version in
    24.*) [[ $seen == '0, with 100 that nobody has 0, '* ]] || changed 'Node 24 writes into promises' ;;
    *) [[ $seen =~ ' 100 that nobody has 10'[0-9]', with 100 more 20'[0-9]', which were disabled 10'[0-9]$ ]] || changed "Node $version hands on what nobody has no more" ;;
  esac
done
