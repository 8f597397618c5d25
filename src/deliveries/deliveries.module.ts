import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { ErasureModule } from '../audit/erasure/erasure.module.js';
import { RequestsUnderWay } from '../http/requests-under-way.js';
import { OutboundModule } from '../outbound/outbound.module.js';
import { DeliveriesController } from './api/deliveries.controller.js';
import { ListenerActionsController } from './api/listener-actions.controller.js';
import { ListenersController } from './api/listeners.controller.js';
import { WebhookKeyController } from './api/webhook-key.controller.js';
import { OutcomeMembers } from './bodies/outcome-members.js';
import { RecordedEventStore } from './bodies/recorded-event.store.js';
import { WorkstepIds } from './bodies/workstep-ids.js';
import { DeliveredLeaves } from './delivered-leaves.js';
import { DeliveryTally } from './delivery-tally.js';
import { DeliveryUpkeepJob } from './delivery-upkeep.job.js';
import { ErasedAnswers } from './erased-answers.js';
import { ListenerStore } from './listeners/listener.store.js';
import { ListenerAdministration } from './listeners/listener-administration.js';
import { ListenerChanges } from './listeners/listener-changes.js';
import { ListenerNotices, LoggedNotices } from './listeners/listener-notices.js';
import { ListenerPresenter } from './listeners/listener-presenter.js';
import { ListenerSecretStore } from './listeners/listener-secret.store.js';
import { ListenerSecrets } from './listeners/listener-secrets.js';
import { ListenerSwitch } from './listeners/listener-switch.js';
import { ListenerUses } from './listeners/listener-uses.js';
import { EndpointStore } from './outbox/endpoint.store.js';
import { FanOutStore } from './outbox/fan-out.store.js';
import { OutboxSignal } from './outbox/outbox-signal.js';
import { RedeliveryStore } from './outbox/redelivery.store.js';
import { DeliveryRecordStore } from './records/delivery-record.store.js';
import { Redeliveries } from './redeliveries/redeliveries.js';
import { DeliveryTries } from './sending/deliver.js';
import { DeliveryLoop } from './sending/delivery-loop.js';
import { EndpointTurnStore } from './sending/endpoint-turn.store.js';
import { ListenerRoutes } from './sending/listener-route.js';
import { MessageBodies } from './sending/message-bodies.js';
import { Senders } from './sending/senders.js';
import { ListenerStopper } from './sending/stop-listener.js';
import { WebhookKeyStore } from './signatures/webhook-key.store.js';
import { WebhookKeys } from './signatures/webhook-keys.js';
import { ListenerTests } from './testing/listener-tests.js';

/** Events to listeners. May depend on audit, access, outbound and what is below; knows no feature, only events. */
@Module({
  imports: [AuditModule, ErasureModule, OutboundModule],
  controllers: [ListenersController, ListenerActionsController, DeliveriesController, WebhookKeyController],
  providers: [
    { provide: ListenerNotices, useClass: LoggedNotices },
    ListenerStore,
    ListenerSecretStore,
    ListenerSecrets,
    ListenerUses,
    ListenerChanges,
    ListenerSwitch,
    ListenerAdministration,
    ListenerPresenter,
    EndpointStore,
    FanOutStore,
    OutboxSignal,
    WebhookKeyStore,
    WebhookKeys,
    RecordedEventStore,
    WorkstepIds,
    OutcomeMembers,
    MessageBodies,
    DeliveryTries,
    ListenerRoutes,
    EndpointTurnStore,
    ListenerStopper,
    DeliveryTally,
    DeliveredLeaves,
    RequestsUnderWay,
    Senders,
    RedeliveryStore,
    Redeliveries,
    ListenerTests,
    DeliveryRecordStore,
    DeliveryLoop,
    DeliveryUpkeepJob,
    ErasedAnswers,
  ],
  exports: [DeliveryTally, ListenerAdministration],
})
export class DeliveriesModule {}
