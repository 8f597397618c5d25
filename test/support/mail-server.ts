import { once } from 'node:events';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import type { TestCertificate } from './certificates.js';
import { freePort } from './service/free-port.js';

/** A mail that arrived. */
export interface ReceivedMail {
  /** As the envelope says, not the header. */
  readonly to: readonly string[];
  readonly from: string;
  readonly senderName: string;
  readonly subject: string;
  readonly messageId: string;
  readonly text: string;
  readonly html: string;
}

/** What a server answers in place of taking a mail, e.g. 550 to the recipient. */
interface Refusal {
  readonly at: 'mail_from' | 'recipient' | 'data';
  readonly code: number;
}

function refusing(refusal: Refusal | null, at: Refusal['at']): Error | null {
  return refusal?.at === at ? Object.assign(new Error('not here'), { responseCode: refusal.code }) : null;
}

/** How it is spoken to; what is left out is not asked for or offered. */
export interface MailServerOptions {
  /** STARTTLS is offered, or TLS is spoken from the first byte. */
  readonly tls?: { readonly certificate: TestCertificate; readonly fromFirstByte?: boolean };
  /** Without it nobody sends anything. */
  readonly login?: { readonly user: string; readonly password: string };
}

/** A real mail server on the loopback address that keeps what arrives. */
export class MailServer {
  readonly received: ReceivedMail[] = [];
  /** How often a client has said hello. */
  connections = 0;
  refusal: Refusal | null = null;
  private server: SMTPServer | null = null;

  private constructor(
    readonly port: number,
    private options: MailServerOptions,
  ) {}

  static async start(options: MailServerOptions = {}): Promise<MailServer> {
    const server = new MailServer(await freePort(), options);
    await server.listen();
    return server;
  }

  get url(): string {
    return this.urlAt('127.0.0.1');
  }

  /** @param host that leads to the loopback address; `0.0.0.0` does, and is no name of it */
  urlAt(host: string): string {
    const { login, tls } = this.options;
    const user = login === undefined ? '' : `${encodeURIComponent(login.user)}:${encodeURIComponent(login.password)}@`;
    return `${tls?.fromFirstByte === true ? 'smtps' : 'smtp'}://${user}${host}:${this.port}`;
  }

  /** Listens at the same address with other options. */
  async change(options: MailServerOptions): Promise<void> {
    await this.close();
    this.options = options;
    await this.listen();
  }

  async listen(): Promise<void> {
    const { tls, login } = this.options;
    const server = new SMTPServer({
      secure: tls?.fromFirstByte === true,
      ...(tls === undefined
        ? { disabledCommands: ['STARTTLS'] }
        : { key: tls.certificate.privateKey, cert: tls.certificate.certificate }),
      authOptional: login === undefined,
      onAuth: ({ username, password }, _session, callback) => {
        if (username === login?.user && password === login?.password) callback(null, { user: username });
        // As servers do it: the answer names who it was.
        else callback(Object.assign(new Error(`no login for ${String(username)}`), { responseCode: 535 }));
      },
      disableReverseLookup: true,
      logger: false,
      onConnect: (_session, callback) => {
        this.connections += 1;
        callback();
      },
      onMailFrom: (_address, _session, callback) => {
        callback(refusing(this.refusal, 'mail_from'));
      },
      onRcptTo: (_address, _session, callback) => {
        callback(refusing(this.refusal, 'recipient'));
      },
      onData: (stream, session, callback) => {
        simpleParser(stream).then(
          (mail) => {
            const refused = refusing(this.refusal, 'data');
            if (refused !== null) {
              callback(refused);
              return;
            }
            const sender = mail.from?.value[0];
            this.received.push({
              to: session.envelope.rcptTo.map(({ address }) => address),
              from: sender?.address ?? '',
              senderName: sender?.name ?? '',
              subject: mail.subject ?? '',
              messageId: mail.messageId ?? '',
              text: mail.text ?? '',
              html: typeof mail.html === 'string' ? mail.html : '',
            });
            callback();
          },
          (error: unknown) => {
            callback(error as Error);
          },
        );
      },
    });
    server.on('error', () => undefined);
    server.listen(this.port, '127.0.0.1');
    await once(server.server, 'listening');
    this.server = server;
  }

  /** Nobody can connect any more, until it listens again. */
  async close(): Promise<void> {
    const { server } = this;
    this.server = null;
    if (server === null) return;
    await new Promise<void>((resolve) => {
      server.close(resolve);
    });
  }

  /** Waits for the next mail to an address beyond those that were there before. */
  async mailTo(address: string, count = 1): Promise<ReceivedMail> {
    const deadline = Date.now() + 20_000;
    for (;;) {
      const mails = this.received.filter(({ to }) => to.includes(address));
      const mail = mails[count - 1];
      if (mail !== undefined) return mail;
      if (Date.now() > deadline) throw new Error(`No mail number ${count} has arrived for ${address}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** How many mails have arrived for an address. */
  countTo(address: string): number {
    return this.received.filter(({ to }) => to.includes(address)).length;
  }
}

/** The one link of a mail. */
export function linkOf({ text }: ReceivedMail): string {
  const [link, ...others] = text.match(/https?:\/\/\S+/g) ?? [];
  if (link === undefined || others.length > 0) throw new Error(`Expected one link in ${text}`);
  return link;
}

/** The code of a mail. */
export function codeOf({ text }: ReceivedMail): string {
  const code = /^\d{8}$/m.exec(text)?.[0];
  if (code === undefined) throw new Error(`Expected a code in ${text}`);
  return code;
}
