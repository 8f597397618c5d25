import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { createTransport as createTransportOfLibrary, Transporter } from 'nodemailer';
import type { Settings } from '../../config/settings.js';
import { SETTINGS } from '../../config/settings.token.js';
import type { RenderedMail } from '../rendering/render-mail.js';
import { type SmtpFault, smtpFault } from './smtp-fault.js';

/** How long each part of a conversation with the server may take, in milliseconds. */
const CONNECTING = 8_000;
const ANSWERING = 12_000;

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '[::1]' || (isIP(host) === 4 && host.startsWith('127.'));

/**
 * The mail server. Without TLS only a server at the loopback address is spoken to, and one that offers STARTTLS there gets it too.
 */
@Injectable()
export class Smtp implements OnApplicationShutdown {
  private transport: Transporter | null = null;

  constructor(@Inject(SETTINGS) private readonly settings: Settings) {}

  /** @returns null when the server has taken the mail */
  async send(mail: RenderedMail): Promise<SmtpFault | null> {
    // Loaded with the first mail: most starts send none.
    const { createTransport } = await import('nodemailer');
    this.transport ??= this.connect(createTransport);
    try {
      await this.transport.sendMail({
        from: { name: mail.senderName, address: this.from },
        // As an object: in a text a line break would begin another address.
        to: { name: mail.to.name, address: mail.to.address },
        subject: mail.subject,
        text: mail.text,
        html: mail.html,
        messageId: `<${mail.id}@${this.from.slice(this.from.lastIndexOf('@') + 1)}>`,
        headers: {
          'Auto-Submitted': 'auto-generated',
          'X-Auto-Response-Suppress': 'All',
          'Content-Language': mail.language,
        },
      });
      return null;
    } catch (error) {
      return smtpFault(error);
    }
  }

  onApplicationShutdown(): void {
    this.transport?.close();
  }

  private get from(): string {
    return this.settings.MAIL_FROM ?? '';
  }

  private connect(createTransport: typeof createTransportOfLibrary): Transporter {
    const { SMTP_URL: url = '', SMTP_CA_FILE: caFile } = this.settings;
    const { protocol, hostname, port, username, password } = new URL(url);
    const secure = protocol === 'smtps:';
    return createTransport({
      host: hostname.replace(/^\[|\]$/g, ''),
      port: port === '' ? (secure ? 465 : 587) : Number(port),
      secure,
      requireTLS: !secure && !isLoopback(hostname),
      ...(username === '' ? {} : { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
      tls: { minVersion: 'TLSv1.2', ...(caFile === undefined ? {} : { ca: readFileSync(caFile) }) },
      connectionTimeout: CONNECTING,
      greetingTimeout: CONNECTING,
      socketTimeout: ANSWERING,
      disableFileAccess: true,
      disableUrlAccess: true,
      logger: false,
    });
  }
}
