#!/usr/bin/env bash
# PatternFly's `PageSidebar` takes `isSidebarOpen` from whoever opens and closes it themselves (`isManagedSidebar` left out, as is the default).
# One would expect it to be seen when that is true, on a phone too, where it lies over the page.
# There the style sheet moves it out of sight unless it has the class `pf-m-expanded`, and it gets that only of a page that knows that it is narrow:
# `Page` looks at its width only with `isManagedSidebar` or with an `onPageResize`, whatever that does. Without, the button says that the
# navigation is expanded, `aria-hidden` is false, and nothing is seen.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . @patternfly/react-core@6.6.1 react@19.3.1 react-dom@19.3.1 jsdom@26.1.0 >/dev/null
echo '@patternfly/react-core@6.6.1 react@19.3.1 jsdom@26.1.0'
cat >show.cjs <<'JS'
const assert = require('node:assert/strict');
const { readFileSync } = require('node:fs');
const { JSDOM } = require('jsdom');
// Style sheets are for a bundler.
require.extensions['.css'] = () => undefined;
const { window } = new JSDOM('<!doctype html><div id="root"></div>', { pretendToBeVisual: true });
window.innerWidth = 390;
globalThis.window = window;
globalThis.document = window.document;
if (globalThis.navigator === undefined) globalThis.navigator = window.navigator;
globalThis.IS_REACT_ACT_ENVIRONMENT = true;
const { act, createElement } = require('react');
const { createRoot } = require('react-dom/client');
const { Page, PageSidebar } = require('@patternfly/react-core');

const sheet = readFileSync('node_modules/@patternfly/react-styles/css/components/Page/page.css', 'utf8');
console.log(/--pf-v6-c-page__sidebar--TranslateX: [^;]+/.exec(sheet)[0]);
assert.match(sheet, /--pf-v6-c-page__sidebar--TranslateX: -100%/);

function classesWith(properties) {
  const place = document.createElement('div');
  const root = createRoot(place);
  act(() => root.render(createElement(Page, { ...properties, sidebar: createElement(PageSidebar, { isSidebarOpen: true }) })));
  const sidebar = place.querySelector('.pf-v6-c-page__sidebar');
  console.log(JSON.stringify(Object.keys(properties)), sidebar.className, `aria-hidden=${sidebar.getAttribute('aria-hidden')}`);
  assert.equal(sidebar.getAttribute('aria-hidden'), 'false');
  const { className } = sidebar;
  act(() => root.unmount());
  return className;
}

assert.equal(classesWith({}).includes('pf-m-expanded'), false);
assert.equal(classesWith({ onPageResize: () => undefined }).includes('pf-m-expanded'), true);
JS
node show.cjs
