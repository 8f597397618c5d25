#!/usr/bin/env bash
# Looks for known vulnerabilities in the packages that are shipped, and fails when one is serious. It is for every day, not for every commit:
# advisories come after a release.
#
#   npm run --silent sbom > sbom.json && deploy/scan.sh sbom.json [arguments of osv-scanner]
#
# Needs jq, osv-scanner 2 (https://google.github.io/osv-scanner/) and a way to its database; `--offline` takes one that was downloaded before
# (`--offline --download-offline-databases`). `--config accepted.toml` names what was looked at and accepted, with the reason and until when.
#
# Environment: FAIL_FROM, the CVSS score from which it fails (default 7, "high"). An advisory that has no score counts as 10.
# Ends with 0 where nothing serious is known, 1 where something is, and 2 where that cannot be told.
set -euo pipefail

cannot_tell() {
  echo "$1: nothing can be said of vulnerabilities" >&2
  exit 2
}

sbom=${1:-}
[ -n "$sbom" ] || cannot_tell 'Give the SBOM that npm run --silent sbom writes'
shift
for tool in jq osv-scanner; do command -v "$tool" >/dev/null || cannot_tell "$tool is missing"; done
fail_from=${FAIL_FROM:-7}
[[ $fail_from =~ ^[0-9]+(\.[0-9]+)?$ ]] || cannot_tell "FAIL_FROM is a CVSS score, not \"$fail_from\""
[ -r "$sbom" ] || cannot_tell "$sbom cannot be read"
packages=$(jq -e 'if .bomFormat == "CycloneDX" then [.components[].purl] | length else error end' "$sbom" 2>/dev/null) ||
  cannot_tell "$sbom is no CycloneDX document"
[ "$packages" -gt 0 ] || cannot_tell "$sbom lists no package"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# The scanner knows the format by the name.
cp "$sbom" "$work/bom.cdx.json"
status=0
osv-scanner scan source --lockfile "$work/bom.cdx.json" --format json --output-file "$work/found.json" "$@" >"$work/log" 2>&1 || status=$?
# 0: nothing found, 1: something.
[ "$status" -le 1 ] && [ -s "$work/found.json" ] || {
  cat "$work/log" >&2
  cannot_tell "osv-scanner ended with $status"
}

jq -r --argjson from "$fail_from" '
  def score: if . == "" or . == null then 10 else tonumber end;
  [.results[]?.packages[]? | .package as $package | .groups[]? | { $package, ids, score: (.max_severity | score) }] | sort_by(-.score)[]
  | [if .score >= $from then "FAIL" else "note" end, .score, "\(.package.name) \(.package.version)", (.ids | join(" "))] | @tsv
' "$work/found.json" >"$work/findings"
cat "$work/findings"
serious=$(grep -c '^FAIL' "$work/findings" || true)
echo "$packages packages: $(wc -l <"$work/findings") known vulnerabilities, $serious of them with a score of $fail_from or more"
[ "$serious" = 0 ]
