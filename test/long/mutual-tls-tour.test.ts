import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { Terminal } from '../readme/terminal.js';
import { freePort } from '../support/service/free-port.js';
import { startTestService } from '../support/service.js';

const blocks = new Map(
  [...readFileSync('docs/mutual-tls.md', 'utf8').matchAll(/<!-- tour: (\w+) -->\n```sh\n([\s\S]*?)```\n/g)].map(
    ([, name, commands]) => [name ?? '', commands ?? ''] as const,
  ),
);

it('what a reader of docs/mutual-tls.md pastes gets a token that is worth nothing without its certificate', async () => {
  expect([...blocks.keys()]).toEqual(['certificates', 'client', 'bound']);
  const directory = await mkdtemp(join(tmpdir(), 'countersign-mtls-tour-'));
  const made = Terminal.open(directory, {});
  expect(await made.paste(blocks.get('certificates') ?? 'false')).toEqual({ output: '', complaints: '', exitCode: 0 });
  await made.close();
  const port = String(await freePort());
  const service = await startTestService({
    environment: {
      MTLS_PORT: port,
      MTLS_PUBLIC_URL: `https://localhost:${port}`,
      TLS_CERT_FILE: join(directory, 'server.pem'),
      TLS_KEY_FILE: join(directory, 'server.key'),
    },
  });
  const key = service.operator.key ?? '';
  const terminal = Terminal.open(directory, {
    COUNTERSIGN: service.url,
    MTLS: `https://localhost:${port}`,
    KEY: key,
  });
  try {
    const trusted = { output: 'CN=Partner CA,O=Partner,C=AT\n', complaints: '', exitCode: 0 };
    expect(await terminal.paste(blocks.get('client') ?? 'false')).toEqual(trusted);
    const bound = { output: '200\naccess.token_unbound\n', complaints: '', exitCode: 0 };
    expect(await terminal.paste(blocks.get('bound') ?? 'false')).toEqual(bound);
  } finally {
    await terminal.close();
    await service.close();
    await rm(directory, { recursive: true });
  }
});
