import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { PersonalAccount } from '../../src/access/accounts.js';
import { TenantStore } from '../../src/access/tenant.store.js';
import type { Settings } from '../../src/config/settings.js';
import { UnitOfWork } from '../../src/database/unit-of-work.js';
import type { MailContent } from '../../src/mail/mail.js';
import { Mails } from '../../src/mail/mails.js';
import { MailRenderer } from '../../src/mail/rendering/mail-renderer.js';
import { Smtp } from '../../src/mail/sending/smtp.js';
import { type ServerFault, type SmtpFault, serverFaults } from '../../src/mail/sending/smtp-fault.js';
import { MailSettingsStore } from '../../src/mail/settings/mail-settings.store.js';
import { DataKeys } from '../../src/secrets/data-keys.js';
import {
  type CertificateAuthority,
  type CertificateOptions,
  createCertificateAuthority,
  EXPIRED,
  type TestCertificate,
} from '../support/certificates.js';
import { MailServer, type MailServerOptions } from '../support/mail-server.js';
import { startTestService, type TestService } from '../support/service.js';

let server: MailServer;
let service: TestService;
let unitOfWork: UnitOfWork;
let mails: Mails;
let tenantId: string;

/** Every character that an address has a meaning for. */
const LOGIN = { user: 'mailer@sign.example', password: 'p:w/@?#% of the mailer' };
const NAMES: CertificateOptions = { alternativeNames: [{ type: 'ip', value: '0.0.0.0' }] };

let authority: CertificateAuthority;
let files: string;
let usual: MailServerOptions;

beforeAll(async () => {
  authority = await createCertificateAuthority();
  files = mkdtempSync(join(tmpdir(), 'countersign-mails-'));
  writeFileSync(join(files, 'ca.pem'), authority.certificate);
  usual = { tls: { certificate: await authority.issueServer(NAMES) }, login: LOGIN };
  server = await MailServer.start(usual);
  service = await startTestService({
    environment: {
      // Not the loopback address by name: STARTTLS is required.
      SMTP_URL: server.urlAt('0.0.0.0'),
      SMTP_CA_FILE: join(files, 'ca.pem'),
      MAIL_FROM: 'noreply@sign.example',
    },
  });
  unitOfWork = service.app.get(UnitOfWork);
  mails = service.app.get(Mails);
  tenantId = (await service.app.get(TenantStore).findByName('default'))?.id ?? '';
});

afterAll(async () => {
  await service.close();
  await server.close();
  rmSync(files, { recursive: true });
});

beforeEach(() => {
  server.refusal = null;
});

type Recipient = Pick<PersonalAccount, 'id' | 'tenantId' | 'email' | 'displayName' | 'language' | 'dataKeyId'>;

let people = 0;

async function somebody(changes: Partial<Recipient> = {}): Promise<Recipient> {
  const { dataKey, stored } = service.app.get(DataKeys).make(tenantId, new Date());
  await unitOfWork.run((transaction) => transaction.query(stored.text, [...stored.values]));
  const email = `person${(people += 1)}@example.com`;
  return { id: randomUUID(), tenantId, email, displayName: 'Ada', language: 'en', dataKeyId: dataKey.id, ...changes };
}

const enqueue = (to: Recipient, content: MailContent, expiresAt?: Date): Promise<void> =>
  unitOfWork.run((transaction) => mails.enqueue(transaction, { to, content, ...(expiresAt && { expiresAt }) }));

const stateOf = async (to: Recipient, kind: MailContent['kind']) =>
  (await mails.lastOf(unitOfWork.reading, tenantId, [to.id], [kind])).get(to.id)?.state;

async function until(condition: () => Promise<boolean> | boolean): Promise<void> {
  for (let tries = 0; !(await condition()); tries += 1) {
    if (tries > 3_000) throw new Error('It did not come to pass');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const mailHealth = async (): Promise<string> => {
  const { body } = await service.operator.get('/health/ready');
  return (
    (body as { checks: { name: string; detail: string }[] }).checks.find(({ name }) => name === 'mail')?.detail ?? ''
  );
};

const link = 'https://sign.example/bindings/c2VjcmV0LXRva2Vu';

describe('a mail', () => {
  test('is sent in the language of its recipient, as text and as HTML, with one link', async () => {
    const to = await somebody({ language: 'de', displayName: 'Jürgen <b>Ä</b>' });
    await enqueue(to, { kind: 'invitation', link });
    const mail = await server.mailTo(to.email);
    // Nobody has named the tenant yet.
    const { host } = new URL(service.url);
    expect(mail).toMatchObject({
      from: 'noreply@sign.example',
      senderName: host,
      subject: `${host} lädt Sie zu Countersign ein`,
    });
    expect(mail.text).toContain('Guten Tag Jürgen <b>Ä</b>,');
    expect(mail.text.split(link)).toHaveLength(2);
    expect(mail.html).toContain('Jürgen &lt;b&gt;Ä&lt;/b&gt;');
    expect([...mail.html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href)).toEqual([link, link]);
    expect(mail.messageId).toMatch(/^<[0-9a-f-]{36}@sign\.example>$/);
  });

  test('goes to its address alone, whatever a name holds', async () => {
    const to = await somebody({ displayName: 'Eve\r\nBcc: evil@example.com, "x" <evil@example.com>' });
    await enqueue(to, { kind: 'password_changed' });
    expect((await server.mailTo(to.email)).to).toEqual([to.email]);
    expect(server.countTo('evil@example.com')).toBe(0);
  });

  test('is not sent when the transaction that asked for it is rolled back', async () => {
    const to = await somebody();
    const lost = unitOfWork.run(async (transaction) => {
      await mails.enqueue(transaction, { to, content: { kind: 'password_changed' } });
      throw new Error('not this time');
    });
    await expect(lost).rejects.toThrow('not this time');
    const other = await somebody();
    await enqueue(other, { kind: 'password_changed' });
    await server.mailTo(other.email);
    expect(server.countTo(to.email)).toBe(0);
  });

  test('that cannot be written keeps none of those behind it waiting', async () => {
    const [broken, others] = [await somebody(), [await somebody(), await somebody()]];
    const renderer = service.app.get(MailRenderer);
    const render = renderer.render.bind(renderer);
    const faulty = jest.spyOn(renderer, 'render').mockImplementation((mail) => {
      if (mail.to.email === broken.email) throw new Error('nobody has thought of this');
      return render(mail);
    });
    await unitOfWork.run(async (transaction) => {
      for (const to of [broken, ...others])
        await mails.enqueue(transaction, { to, content: { kind: 'password_changed' } });
    });
    for (const { email } of others) await server.mailTo(email);
    faulty.mockRestore();
    const [{ tries, failure }]: [{ tries: number; failure: string }] = await unitOfWork.reading.query(
      'SELECT tries, failure FROM mail WHERE user_id = $1',
      [broken.id],
    );
    expect([tries, failure]).toEqual([1, 'internal']);
    expect(await stateOf(broken, 'password_changed')).toBe('waiting');
    await unitOfWork.run((transaction) => mails.withdraw(transaction, broken, ['password_changed']));
  });

  test('is not sent after its link has ended', async () => {
    const to = await somebody();
    await enqueue(to, { kind: 'invitation', link }, new Date(service.clock.now().getTime() - 1));
    await until(async () => (await stateOf(to, 'invitation')) === 'expired');
    expect(server.countTo(to.email)).toBe(0);
  });

  test('says what a tenant wrote, with nothing in it evaluated', async () => {
    const texts = { invitation: { en: 'Dear {displayName} <%= 1 + 1 %>,\njoin {tenant} & friends:\n\n{link}\n\nBye' } };
    const store = service.app.get(MailSettingsStore);
    await unitOfWork.run((transaction) => store.save(transaction, tenantId, { senderName: 'Acme Legal', texts }));
    const to = await somebody({ displayName: '{link} {tenant}' });
    await enqueue(to, { kind: 'invitation', link });
    const mail = await server.mailTo(to.email);
    expect(mail.senderName).toBe('Acme Legal');
    expect(mail.text).toContain(`Dear {link} {tenant} <%= 1 + 1 %>,\njoin ${new URL(service.url).host} & friends:`);
    expect(mail.text.split(link)).toHaveLength(2);
    expect(mail.html).toContain('&lt;%= 1 + 1 %&gt;');
    await unitOfWork.run((transaction) => store.save(transaction, tenantId, { senderName: null, texts: {} }));
  });
});

describe('a mail server', () => {
  test('that does not know the address ends the mail; that takes it later gets it later', async () => {
    server.refusal = { at: 'recipient', code: 550 };
    const unknown = await somebody();
    await enqueue(unknown, { kind: 'password_changed' });
    await until(async () => (await stateOf(unknown, 'password_changed')) === 'refused');
    server.refusal = { at: 'recipient', code: 451 };
    const busy = await somebody();
    await enqueue(busy, { kind: 'password_changed' });
    await until(async () => (await mailHealth()).includes('EENVELOPE RCPT TO 451'));
    server.refusal = null;
    expect(await stateOf(busy, 'password_changed')).toBe('waiting');
    service.clock.advance(11_000);
    await server.mailTo(busy.email);
  });

  test('that is down loses nothing: it is said so, and what waits is sent once when it is back', async () => {
    await server.close();
    const waiting = await Promise.all([somebody(), somebody(), somebody()]);
    for (const to of waiting) await enqueue(to, { kind: 'binding_removed', provider: 'acme-login' });
    await until(async () => (await mailHealth()).startsWith('3 mails wait since'));
    const metrics = String((await service.operator.get('/metrics')).body);
    expect(metrics).toMatch(/^countersign_mails_waiting 3$/m);
    expect(metrics).toMatch(/^countersign_mails_total\{kind="binding_removed",outcome="failed"\} \d/m);
    expect(service.log.text).toContain('The mail server takes nothing; mails wait and are sent later');
    await server.listen();
    service.clock.advance(180_000);
    for (const to of waiting) await server.mailTo(to.email);
    await until(async () => (await mailHealth()) === 'goes on');
    for (const to of waiting) expect(server.countTo(to.email)).toBe(1);
    expect(service.log.text).toContain('Mails are sent again');
  });

  test('that refuses our own address keeps everything waiting, whoever it is to', async () => {
    server.refusal = { at: 'mail_from', code: 553 };
    const to = await somebody();
    await enqueue(to, { kind: 'password_changed' });
    await until(async () => (await mailHealth()).includes('553'));
    expect(await stateOf(to, 'password_changed')).toBe('waiting');
    server.refusal = null;
    service.clock.advance(180_000);
    await server.mailTo(to.email);
  });
});

describe('a mail server that cannot be used', () => {
  const withCertificate = async (certificate: Promise<TestCertificate>): Promise<MailServerOptions> => ({
    ...usual,
    tls: { certificate: await certificate },
  });

  test.each<[ServerFault, string, () => Promise<MailServerOptions> | MailServerOptions]>([
    [
      'login_refused',
      'login_refused: EAUTH AUTH PLAIN 535',
      () => ({ ...usual, login: { ...LOGIN, password: 'another one' } }),
    ],
    [
      'certificate_untrusted',
      'certificate_untrusted: ESOCKET CONN UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      async () => withCertificate((await createCertificateAuthority('Somebody else')).issueServer(NAMES)),
    ],
    [
      'certificate_of_another_host',
      'certificate_of_another_host: ESOCKET CONN ERR_TLS_CERT_ALTNAME_INVALID',
      () => withCertificate(authority.issueServer()),
    ],
    [
      'certificate_out_of_date',
      'certificate_out_of_date: ESOCKET CONN CERT_HAS_EXPIRED',
      () => withCertificate(authority.issueServer({ ...NAMES, ...EXPIRED })),
    ],
    ['starttls_not_offered', 'starttls_not_offered: ETLS STARTTLS 500', () => ({ login: LOGIN })],
  ])('is told of as what it is, and what waits is sent once when it is mended: %s', async (fault, code, broken) => {
    await server.change(await broken());
    const to = await somebody();
    await enqueue(to, { kind: 'invitation', link });
    await until(async () => (await mailHealth()).endsWith(`: ${code}`));
    expect((await mails.lastOf(unitOfWork.reading, tenantId, [to.id], ['invitation'])).get(to.id)).toMatchObject({
      state: 'waiting',
      failure: code,
    });
    expect(service.log.text).toContain(serverFaults[fault]);
    expect(server.countTo(to.email)).toBe(0);
    await server.change(usual);
    service.clock.advance(180_000);
    await server.mailTo(to.email);
    await until(async () => (await mailHealth()) === 'goes on');
    expect(server.countTo(to.email)).toBe(1);
  });

  test('is told of without a secret, and each fault is explained to operators', () => {
    const secrets = [
      LOGIN.password,
      encodeURIComponent(LOGIN.password),
      LOGIN.user,
      Buffer.from(LOGIN.password).toString('base64'),
    ];
    for (const secret of secrets) expect(service.log.text).not.toContain(secret);
    const explained = readFileSync('docs/people.md', 'utf8');
    for (const fault of Object.keys(serverFaults)) expect(explained).toContain(`\`${fault}\``);
  });

  test('is spoken to by TLS from the first byte where it is set so, and a port that does not speak it is told of', async () => {
    const certificate = await authority.issueServer();
    const secure = await MailServer.start({ tls: { certificate, fromFirstByte: true }, login: LOGIN });
    const plain = await MailServer.start();
    const settings = { MAIL_FROM: 'noreply@sign.example', SMTP_CA_FILE: join(files, 'ca.pem') };
    const send = async (url: string): Promise<SmtpFault | null> => {
      const smtp = new Smtp({ ...settings, SMTP_URL: url } as Settings);
      const to = { name: 'Ada', address: 'ada@example.com' };
      const mail = {
        id: randomUUID(),
        to,
        senderName: 'Acme',
        language: 'en',
        subject: 's',
        text: 't',
        html: '<p>t</p>',
      } as const;
      try {
        return await smtp.send(mail);
      } finally {
        smtp.onApplicationShutdown();
      }
    };
    expect(await send(secure.url)).toBeNull();
    expect(secure.countTo('ada@example.com')).toBe(1);
    expect(await send(plain.url)).toBeNull();
    expect(await send(plain.url.replace('smtp:', 'smtps:'))).toMatchObject({
      fault: 'tls_not_spoken',
      concerns: 'server',
    });
    await plain.change({ login: LOGIN });
    expect(await send(`smtp://127.0.0.1:${plain.port}`)).toMatchObject({ fault: 'login_needed', concerns: 'server' });
    await plain.close();
    expect(await send(`smtp://127.0.0.1:${plain.port}`)).toMatchObject({ fault: 'unreachable', concerns: 'server' });
    await secure.close();
  });
});

test('what a mail said is nowhere once it was sent, and no link reaches the log', async () => {
  const to = await somebody();
  await enqueue(to, { kind: 'password_reset', link: 'https://sign.example/login/default/reset/dmVyeS1zZWNyZXQ' });
  await server.mailTo(to.email);
  await until(async () => (await stateOf(to, 'password_reset')) === 'sent');
  const rows: { content: Buffer | null }[] = await unitOfWork.reading.query(
    'SELECT content FROM mail WHERE user_id = $1',
    [to.id],
  );
  expect(rows).toEqual([{ content: null }]);
  expect(service.log.text).not.toContain('dmVyeS1zZWNyZXQ');
  expect(service.log.text).not.toContain('c2VjcmV0LXRva2Vu');
  expect(service.log.text).not.toContain('@example.com');
});
