#!/usr/bin/env bash
# A zip file whose first entry was written as a stream and is not compressed, as yazl writes it with `compress: false`: sizes stand behind the data (APPNOTE 4.3.9). unzip, Python and Java's own ZipFile read it, so one would expect
# Java's ZipInputStream to read it. "only DEFLATED entries can have EXT descriptor": an archive that is read from a request or a download fails, while the file on disk is fine. From a buffer (sizes known) yazl's entry is read.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . yazl@3.3.1 >/dev/null
echo "yazl@3.3.1, $(java -version 2>&1 | head -1), Python $(python3 -c 'import platform; print(platform.python_version())')"
cat >write.mjs <<'JS'
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import yazl from 'yazl';

for (const form of ['stream', 'buffer']) {
  const zip = new yazl.ZipFile();
  const text = Buffer.from('{"seq":1}\n');
  if (form === 'stream') zip.addReadStream(Readable.from([text]), 'events.jsonl', { compress: false });
  else zip.addBuffer(text, 'events.jsonl', { compress: false });
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(`${form}.zip`));
}
JS
node write.mjs
python3 -c "import zipfile; print('Python reads', zipfile.ZipFile('stream.zip').read('events.jsonl'))"
cat >Show.java <<'JAVA'
import java.io.FileInputStream;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

public class Show {
  static String streamed(String file) throws Exception {
    try (ZipInputStream stream = new ZipInputStream(new FileInputStream(file))) {
      stream.getNextEntry();
      return "read " + new String(stream.readAllBytes()).trim();
    } catch (ZipException refusal) {
      return refusal.getMessage();
    }
  }

  public static void main(String[] arguments) throws Exception {
    try (ZipFile file = new ZipFile("stream.zip")) {
      System.out.println("ZipFile reads " + new String(file.getInputStream(file.getEntry("events.jsonl")).readAllBytes()).trim());
    }
    String stream = streamed("stream.zip"), buffer = streamed("buffer.zip");
    System.out.println("ZipInputStream, written as a stream: " + stream + "\nZipInputStream, written from a buffer: " + buffer);
    if (!stream.contains("EXT descriptor") || !buffer.startsWith("read")) System.exit(1);
  }
}
JAVA
java Show.java
