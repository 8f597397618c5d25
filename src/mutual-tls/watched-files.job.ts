import { Inject, Injectable, Logger } from '@nestjs/common';
import type { Settings } from '../config/settings.js';
import { SETTINGS } from '../config/settings.token.js';
import { saidBy } from '../errors/thrown.js';
import { RepeatedJob } from '../jobs/repeated-job.js';
import { type CertificateFileContents, readCertificateFiles, type ServerCertificate } from './certificate-files.js';

/** Secrets are mounted anew, and certificates renewed, without a sign: the files are looked at. */
const EVERY = 30_000;

/**
 * The certificates of the files as they are now. What has changed is taken when it is sound as a whole; else what was there stays,
 * and the log says what is wrong.
 */
@Injectable()
export class WatchedFiles extends RepeatedJob {
  private readonly log = new Logger('MutualTls');
  private contents: CertificateFileContents;
  private readonly heard: ((server: ServerCertificate) => void)[] = [];
  private saidBefore: string | null = null;

  /** @throws SettingsError when they are at fault: the service does not start then */
  constructor(@Inject(SETTINGS) private readonly settings: Settings) {
    super(EVERY);
    this.contents = readCertificateFiles(settings);
    if (settings.CLIENT_CERTIFICATE_HEADER !== undefined && settings.CLIENT_CERTIFICATE_PROXIES.length === 0)
      this.log.warn(
        'CLIENT_CERTIFICATE_HEADER is set and CLIENT_CERTIFICATE_PROXIES is not: the header is refused from everybody',
      );
  }

  get current(): CertificateFileContents {
    return this.contents;
  }

  /** Has `hear` called with a new certificate of the listener. */
  onServerCertificate(hear: (server: ServerCertificate) => void): void {
    this.heard.push(hear);
  }

  /** Reads the files now. */
  reload(): void {
    try {
      const read = readCertificateFiles(this.settings);
      const { server } = read;
      const before = this.contents.server;
      const isNew = server !== null && (server.cert !== before?.cert || server.key !== before.key);
      if (isNew) for (const hear of this.heard) hear(server);
      this.contents = read;
      this.saidBefore = null;
      if (isNew) this.log.log('The certificate of MTLS_PORT was replaced; new connections are shown the new one');
    } catch (error) {
      const said = saidBy(error);
      if (said === this.saidBefore) return;
      this.saidBefore = said;
      this.log.error({ error }, 'Certificate files have changed and cannot be used; those before stay');
    }
  }

  protected override async work(): Promise<void> {
    this.reload();
    return Promise.resolve();
  }
}
