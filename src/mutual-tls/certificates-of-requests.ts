import { X509Certificate } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import { Inject, Injectable } from '@nestjs/common';
import { type CertificateJudge, ClientCertificates, type PresentedCertificate } from '../access/client-certificates.js';
import { judgeClientChain } from '../certificates/judge-client-chain.js';
import { Clock } from '../config/clock.js';
import type { Settings } from '../config/settings.js';
import { SETTINGS } from '../config/settings.token.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { CountersignError } from '../errors/countersign-error.js';
import { addressesWithin, readAddress } from '../http/client-address.js';
import { MutualTlsSettingsStore } from './authorities/mutual-tls-settings.store.js';
import { forwardedCertificate } from './forwarded/forwarded-certificate.js';
import { MOST_INTERMEDIATES } from './forwarded/read-forwarded.js';
import { WatchedFiles } from './watched-files.job.js';

/** Whether a request came over `MTLS_PORT`, the only listener that speaks TLS. */
export const isOverMutualTls = ({ socket }: IncomingMessage): boolean => socket instanceof TLSSocket;

/** Finds the certificate of a request, the same way for every route: of its connection, or as a believed proxy names it. */
@Injectable()
export class CertificatesOfRequests extends ClientCertificates {
  override readonly available: boolean;
  readonly #known = new WeakMap<IncomingMessage, PresentedCertificate | null>();
  /** A connection has one certificate, however many requests it carries. */
  readonly #ofConnections = new WeakMap<TLSSocket, PresentedCertificate | null>();
  readonly #isProxy: ReturnType<typeof addressesWithin>;

  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly unitOfWork: UnitOfWork,
    private readonly store: MutualTlsSettingsStore,
    private readonly files: WatchedFiles,
    private readonly clock: Clock,
  ) {
    super();
    const { MTLS_PORT, CLIENT_CERTIFICATE_HEADER: header, CLIENT_CERTIFICATE_PROXIES: proxies } = settings;
    this.available = MTLS_PORT !== undefined || (header !== undefined && proxies.length > 0);
    this.#isProxy = addressesWithin(proxies);
  }

  override clientCertificateOf(request: IncomingMessage): PresentedCertificate | null {
    const known = this.#known.get(request);
    if (known !== undefined) return known;
    const { socket } = request;
    const found = socket instanceof TLSSocket ? this.#ofConnection(socket) : this.#ofProxy(request);
    this.#known.set(request, found);
    return found;
  }

  override async judgeFor(tenantId: string): Promise<CertificateJudge> {
    const own = await this.store.find(this.unitOfWork.reading, tenantId);
    const authorities = [...own.authorities.map((pem) => new X509Certificate(pem)), ...this.files.current.authorities];
    const now = this.clock.now();
    return {
      faultOf({ certificate, chain }) {
        const verdict = judgeClientChain({ leaf: certificate, intermediates: chain, authorities }, now);
        return verdict.trusted ? null : verdict.detail;
      },
    };
  }

  #ofConnection(socket: TLSSocket): PresentedCertificate | null {
    const known = this.#ofConnections.get(socket);
    if (known !== undefined) return known;
    const certificate = socket.getPeerX509Certificate();
    const found = certificate === undefined ? null : { certificate, chain: issuersSentWith(certificate) };
    this.#ofConnections.set(socket, found);
    return found;
  }

  #ofProxy(request: IncomingMessage): PresentedCertificate | null {
    const { CLIENT_CERTIFICATE_HEADER: named } = this.settings;
    if (named === undefined) return null;
    const address = readAddress(request.socket.remoteAddress ?? '');
    const isBelieved = address !== null && this.#isProxy(address);
    const forwarded = forwardedCertificate(named, request.rawHeaders, {
      isBelieved,
      address: address?.toString() ?? 'an unknown address',
    });
    if (forwarded === null) return null;
    if ('fault' in forwarded)
      throw new CountersignError('client_certificate.header_refused', { detail: forwarded.fault });
    return { certificate: forwarded.leaf, chain: forwarded.intermediates };
  }
}

/** Those that the client sent with its own. One that has signed itself ends them. */
function issuersSentWith(leaf: X509Certificate): readonly X509Certificate[] {
  const issuers: X509Certificate[] = [];
  let one = leaf.issuerCertificate;
  while (one !== undefined && issuers.length < MOST_INTERMEDIATES) {
    const { fingerprint256 } = one;
    if (issuers.some((before) => before.fingerprint256 === fingerprint256)) break;
    issuers.push(one);
    one = one.issuerCertificate;
  }
  return issuers;
}
