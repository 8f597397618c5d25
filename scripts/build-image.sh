#!/usr/bin/env bash
# Builds the image without a Docker engine (buildah, Debian's package), runs it as a deployment does, and says how large it is and how
# soon it answers. Where no base image can be pulled it is built from nothing but this machine's Node and the libraries that Node needs.
#
#   scripts/build-image.sh [name]        default name: countersign
#
# Environment: IMAGE_STORAGE where images are kept (default ~/.cache/countersign-images), IMAGE_BASE=scratch to pull nothing, IMAGE_BUILD=no
# to run what was built before, IMAGE_PORT
# and IMAGE_ENVIRONMENT (`NAME=value …`, such as a DATABASE_URL) for the run, IMAGE_STARTS how many later starts are timed (default 1).
set -euo pipefail
cd "$(dirname "$0")/.."
name=${1:-countersign}
storage=${IMAGE_STORAGE:-${XDG_CACHE_HOME:-$HOME/.cache}/countersign-images}
command -v buildah >/dev/null || { echo 'buildah is missing (apt-get install buildah): nothing was built'; exit 2; }
mkdir -p "$storage"
image() { buildah --root "$storage/root" --runroot "$storage/run" --storage-driver vfs "$@"; }
work=$(mktemp -d)
container=
clean_up() {
  [ -z "$container" ] || image rm "$container" >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap clean_up EXIT
base=$(awk '/^FROM/ && !/ AS /{print $2}' Dockerfile)

production_install() {
  cp package.json package-lock.json .npmrc LICENSE "$1/"
  install -D console/package.json "$1/console/package.json"
  (cd "$1" && npm ci --omit=dev --no-audit --no-fund >/dev/null && rm -rf console)
  node scripts/slim-modules.mjs "$1/node_modules"
  mkdir -p "$1/dist"
  cp -r dist/src dist/migrations dist/console "$1/dist/"
  find "$1/dist" -name '*.map' ! -path '*/joined/*' -delete
}

# Node, its libraries, the public CAs, and a user: what a base image is needed for.
bare_system() {
  local node
  node=$(readlink -f "$(command -v node)")
  install -D "$node" "$1/usr/local/bin/node"
  find "$1/countersign/node_modules" -name '*.node' ! -name '*musl*' -print0 | xargs -0 ldd "$node" | grep -o '/[^ ]*\.so[^ ]*' | sort -u |
    while read -r library; do install -D "$(readlink -f "$library")" "$1$library"; done
  install -D -m 644 /etc/ssl/certs/ca-certificates.crt "$1/etc/ssl/certs/ca-certificates.crt"
  printf 'root:x:0:0::/:/sbin/nologin\nnode:x:1000:1000::/:/sbin/nologin\n' >"$1/etc/passwd"
  printf 'root:x:0:\nnode:x:1000:\n' >"$1/etc/group"
  printf 'hosts: files dns\n' >"$1/etc/nsswitch.conf"
  install -d -m 1777 "$1/tmp"
  install -d -o 1000 -g 1000 -m 0700 "$1/data"
  # What resolves names is loaded by name, so ldd does not list it.
  for library in libnss_files.so.2 libnss_dns.so.2 libresolv.so.2; do
    for found in /lib/*-linux-gnu/$library; do [ -e "$found" ] && install -D "$(readlink -f "$found")" "$1$found"; done
  done
}

[ "${IMAGE_BUILD:-}" = no ] || node scripts/build.mjs --when-stale
if [ "${IMAGE_BUILD:-}" = no ]; then
  echo "Nothing is built: $name is run as it was"
elif [ "${IMAGE_BASE:-}" != scratch ] && image pull "docker.io/library/$base" >/dev/null 2>&1; then
  image build --isolation chroot --format oci --tag "$name" .
else
  echo "The base image $base cannot be pulled: built from nothing but Node $(node --version) of this machine"
  rootfs=$work/rootfs
  mkdir -p "$rootfs/countersign"
  production_install "$rootfs/countersign"
  bare_system "$rootfs"
  container=$(image from scratch)
  image copy --quiet "$container" "$rootfs/" / >/dev/null
  image config --env NODE_ENV=production --env HOST=0.0.0.0 --env PORT=3000 --env DATA_DIR=/data --env SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt \
    --workingdir /countersign --user node --port 3000 --volume /data --stop-signal SIGTERM \
    --cmd '["/usr/local/bin/node", "dist/src/main.js"]' "$container"
  image commit --quiet --format oci --rm "$container" "$name" >/dev/null
fi
image inspect --type image --format '{{.OCIv1.Config.User}} {{.OCIv1.Config.Cmd}}{{println}}' "$name"

# --- run it: nobody's root, nothing but /tmp and /data can be written ---
container=$(image from "$name")
mounted=$(image mount "$container")
size=$(du -sm "$mounted" | cut -f1)
archive="$storage/$name.tar"
rm -f "$archive"
image push --quiet "$name" "oci-archive:$archive"
echo "size: $size MB unpacked, $(du -m "$archive" | cut -f1) MB to pull"
unshare --mount true 2>/dev/null || { echo 'It was not run: this needs root and mount namespaces'; exit 3; }
DATABASE='embedded database'
case ${IMAGE_ENVIRONMENT:-} in *DATABASE_URL=*) DATABASE='PostgreSQL server' ;; esac
export DATABASE IMAGE_STARTS=${IMAGE_STARTS:-1} MOUNTED=$mounted WORK=$work IMAGE_PORT=${IMAGE_PORT:-3999} IMAGE_ENVIRONMENT=${IMAGE_ENVIRONMENT:-}
unshare --mount bash -c '
  set -eu
  mount --bind "$MOUNTED" "$MOUNTED" && mount -o remount,bind,ro "$MOUNTED"
  mount -t tmpfs -o mode=1777 tmpfs "$MOUNTED/tmp" && mount -t tmpfs -o uid=1000,gid=1000,mode=0700 tmpfs "$MOUNTED/data"
  start() {
    begun=$(date +%s%N)
    env -i PATH=/usr/local/bin HOST=127.0.0.1 PORT="$IMAGE_PORT" DATA_DIR=/data DRAIN_SECONDS=0 $IMAGE_ENVIRONMENT \
      /usr/sbin/chroot --userspec=1000:1000 "$MOUNTED" /usr/local/bin/node -e "process.chdir(\"/countersign\"); import(\"/countersign/dist/src/main.js\")" >"$WORK/log" 2>&1 &
    pid=$!
    # One process that asks: another one for each try would take the time of what starts.
    node -e "
      const ask = () => fetch(\"http://127.0.0.1:$IMAGE_PORT/health/ready\").then(({ ok }) => ok, () => false);
      const again = async () => { if (await ask()) process.exit(0); try { process.kill($pid, 0); } catch { process.exit(1); } setTimeout(again, 10); };
      setTimeout(() => process.exit(1), 60_000); again();" || { cat "$WORK/log"; echo "$1: it is not ready"; kill -KILL $pid 2>/dev/null || true; exit 1; }
    echo "$1: ready after $((($(date +%s%N) - begun) / 1000000)) ms"
    kill -TERM $pid && wait $pid && echo "stopped with 0"
  }
  chroot --userspec=1000:1000 "$MOUNTED" /usr/local/bin/node -e "
    const { writeFileSync } = require(\"node:fs\");
    for (const place of [\"/countersign/dist/x\", \"/x\"]) try { writeFileSync(place, \"\"); process.exit(1); } catch (error) { console.log(place, error.code, \"uid\", process.getuid()); }"
  start "first start, $DATABASE"
  for turn in $(seq "$IMAGE_STARTS"); do start "later start, $DATABASE"; done
'
