import { Injectable } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import { WaitingLines } from '../attempts/waiting-line.js';
import { AuditRecorder } from '../audit/recording.js';
import { readLogState } from '../audit/sequencer/log-state.js';
import { Clock } from '../config/clock.js';
import { EXPIRING } from '../connections/connection.js';
import { ConnectionStore } from '../connections/connection.store.js';
import { CredentialUpkeep } from '../credentials/upkeep/credential-upkeep.js';
import { ReadReplica } from '../database/read-replica.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { readDeliveryState } from '../deliveries/delivery-state.store.js';
import { DeliveryTally } from '../deliveries/delivery-tally.js';
import { whenRequestsEnd } from '../http/ended-requests.js';
import { MailState } from '../mail/mail-state.js';
import { DeploymentCertificates } from '../mutual-tls/deployment-certificates.js';
import { OutboundClient } from '../outbound/outbound-client.js';
import { measureEvents, measureLog } from './audit-metrics.js';
import { measureConnections } from './connection-metrics.js';
import { measureDeliveries } from './delivery-metrics.js';
import { measureCredentials, measureDeploymentCertificates } from './expiry-metrics.js';
import { measureLogins, measureReplica } from './instance-metrics.js';
import { measureMails } from './mail-metrics.js';
import { measureProviders } from './provider-metrics.js';

/** What is measured, in the Prometheus text format. One registry per service, so that several can run in one process. */
@Injectable()
export class Metrics {
  readonly registry = new Registry();

  private readonly requests = new Histogram({
    name: 'countersign_http_request_duration_seconds',
    help: 'Requests by method, route pattern and status.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20],
    registers: [this.registry],
  });

  constructor(
    outbound: OutboundClient,
    credentials: CredentialUpkeep,
    recorder: AuditRecorder,
    unitOfWork: UnitOfWork,
    deliveries: DeliveryTally,
    connections: ConnectionStore,
    mail: MailState,
    lines: WaitingLines,
    replica: ReadReplica,
    deployment: DeploymentCertificates,
    clock: Clock,
  ) {
    measureEvents(this.registry, () => recorder.counts());
    measureLog(
      this.registry,
      () => readLogState(unitOfWork.searching),
      () => clock.now(),
    );
    measureProviders(this.registry, () => outbound.states());
    measureDeliveries(
      this.registry,
      () => deliveries.read(),
      () => readDeliveryState(unitOfWork.reading),
      () => clock.now(),
    );
    measureLogins(this.registry, () => lines.inFlight);
    measureReplica(this.registry, replica);
    measureMails(this.registry, mail, () => clock.now());
    measureConnections(this.registry, () => {
      const now = clock.now();
      const expiringFrom = new Date(now.getTime() + EXPIRING);
      return connections.count(unitOfWork.reading, { now, expiringFrom });
    });
    measureCredentials(this.registry, () => credentials.knownExpiries);
    measureDeploymentCertificates(this.registry, () => deployment.all);
  }

  /**
   * Adds memory, event loop and garbage collection of the process. For whoever owns the process: what watches them is never
   * taken down again.
   */
  measureProcess(): void {
    collectDefaultMetrics({ register: this.registry });
  }

  /** Measures every request of a server. */
  watch(server: FastifyInstance): void {
    whenRequestsEnd(server, ({ request, status, milliseconds }) => {
      this.requests.observe(
        { method: request.method, route: request.routeOptions.url ?? '(none)', status },
        milliseconds / 1000,
      );
    });
  }
}
