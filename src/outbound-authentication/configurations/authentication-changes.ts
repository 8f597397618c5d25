import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Principal } from '../../access/principal.js';
import type { AuditEventType } from '../../audit/audit-event-type.js';
import { configurationHash } from '../../audit/configuration-hash.js';
import { AuditRecorder } from '../../audit/recording.js';
import { Clock } from '../../config/clock.js';
import type { Settings } from '../../config/settings.js';
import { SETTINGS } from '../../config/settings.token.js';
import { readPrivateKey } from '../../credentials/key-material.js';
import { generatePrivateKey, publicJwkOf } from '../../credentials/key-pair.js';
import type { Transaction } from '../../database/transaction.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { CountersignError, type Fault } from '../../errors/countersign-error.js';
import { correlationId } from '../../http/correlation.js';
import { judgeIfMatch } from '../../http/entity-tag.js';
import { ChangedAuthentications } from '../changed-authentications.js';
import { type Configuration, type Grant, signsAssertions } from './configuration.js';
import { ContextFaults } from './context-faults.js';
import type { AuthenticationDetails, ExternalAuthentication } from './external-authentication.js';
import { ExternalAuthenticationStore } from './external-authentication.store.js';
import { ExternalSecretStore, type NewSecret } from './external-secret.store.js';
import { type ParsedRequest, parseRequest } from './parse-request.js';
import { ReadAuthentications } from './read-authentications.js';
import { neededSecrets, planSecrets } from './secrets-plan.js';

interface Change {
  readonly principal: Principal;
  readonly parsed: ParsedRequest;
  readonly before: AuthenticationDetails | null;
  readonly now: Date;
}

const eventOf = { created: 'external_authentication.created', replaced: 'external_authentication.revised' } as const;

/** What can be done to external authentications. Every change makes a revision and leaves an event in the tenant's stream. */
@Injectable()
export class AuthenticationChanges {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly store: ExternalAuthenticationStore,
    private readonly secrets: ExternalSecretStore,
    private readonly reading: ReadAuthentications,
    private readonly context: ContextFaults,
    private readonly recorder: AuditRecorder,
    private readonly changed: ChangedAuthentications,
    private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** @throws CountersignError with every fault of the body; `request.conflict` when another has the URL and match */
  create(principal: Principal, body: unknown): Promise<AuthenticationDetails> {
    const now = this.clock.now();
    const parsed = parseRequest(body, { allowHttp: this.settings.OUTBOUND_ALLOW_HTTP, now, creating: true });
    return this.run((transaction) => this.write(transaction, { principal, parsed, before: null, now }));
  }

  /** @throws CountersignError `request.not_found`, those of `If-Match`, then those of `create` */
  replace(
    principal: Principal,
    id: string,
    ifMatch: string | undefined,
    body: unknown,
  ): Promise<AuthenticationDetails> {
    return this.run(async (transaction) => {
      const before = await this.held(transaction, principal, id, ifMatch);
      const now = this.clock.now();
      const parsed = parseRequest(body, { allowHttp: this.settings.OUTBOUND_ALLOW_HTTP, now, creating: false });
      return this.write(transaction, { principal, parsed, before, now });
    });
  }

  /**
   * Its secrets are destroyed.
   * @throws CountersignError `request.not_found`, those of `If-Match`; `request.conflict` naming who may be called only with the
   *   client certificate that it presents
   */
  async delete(principal: Principal, id: string, ifMatch: string | undefined): Promise<void> {
    await this.run(async (transaction) => {
      const { authentication, hash } = await this.held(transaction, principal, id, ifMatch);
      const needing = await this.context.whoNeeds(transaction, principal.tenant.id, id);
      if (needing.length > 0)
        throw new CountersignError('request.conflict', {
          detail: `${needing.join(', ')} must be called with the client certificate that it presents: sign what is sent there first`,
        });
      const now = this.clock.now();
      await this.secrets.keepOnly(transaction, authentication, []);
      await this.store.delete(transaction, authentication, now);
      await this.record(transaction, {
        principal,
        now,
        type: 'external_authentication.deleted',
        authentication,
        hash,
        entered: [],
      });
    });
  }

  private async run<T>(change: (transaction: Transaction) => Promise<T>): Promise<T> {
    const result = await this.unitOfWork.run(change);
    this.changed.tell();
    return result;
  }

  private async held(
    transaction: Transaction,
    principal: Principal,
    id: string,
    ifMatch: string | undefined,
  ): Promise<AuthenticationDetails> {
    const authentication = await this.store.lock(transaction, principal.tenant.id, id);
    if (authentication === null) throw new CountersignError('request.not_found');
    judgeIfMatch(ifMatch, authentication.revision, true);
    return this.reading.detailsOf(transaction, authentication);
  }

  private async write(
    transaction: Transaction,
    { principal, parsed, before, now }: Change,
  ): Promise<AuthenticationDetails> {
    const { request, configuration } = parsed;
    const needed = neededSecrets(request, configuration);
    const plan = planSecrets(needed, before?.secrets ?? [], before?.configuration ?? null, configuration);
    const tenantId = principal.tenant.id;
    const id = before?.authentication.id ?? null;
    const faults: readonly Fault[] = [
      ...plan.faults,
      ...(await this.context.of(transaction, { tenantId, id, configuration, ownerId: request.owner })),
    ];
    if (faults.length > 0) throw new CountersignError('request.unacceptable', { faults });

    const change = before === null ? 'created' : 'replaced';
    const hash = configurationHash(configuration);
    const authentication = next(before?.authentication ?? null, {
      tenantId,
      configuration,
      ownerId: request.owner,
      now,
    });
    if (before === null) await this.store.insert(transaction, authentication, configuration);
    else await this.store.update(transaction, authentication, configuration);
    const revision = { configuration, hash, change, actor: principal.actor } as const;
    await this.store.insertRevision(transaction, authentication, revision);
    await this.secrets.keepOnly(transaction, authentication, plan.kept);
    for (const [slot, value] of plan.entered)
      await this.secrets.put(transaction, authentication, await newSecret(slot, value, configuration.oAuth, now));
    const entered = [...plan.entered.keys()];
    await this.record(transaction, { principal, now, type: eventOf[change], authentication, hash, entered });
    return this.reading.detailsOf(transaction, authentication);
  }

  private async record(
    transaction: Transaction,
    event: {
      readonly principal: Principal;
      readonly now: Date;
      readonly type: AuditEventType;
      readonly authentication: ExternalAuthentication;
      readonly hash: string;
      /** Places of the secrets that were entered. */
      readonly entered: readonly string[];
    },
  ): Promise<void> {
    const { principal, now, type, authentication, hash, entered } = event;
    const { id, url, match, ownerId, revision } = authentication;
    await this.recorder.record(transaction, [
      {
        tenantId: principal.tenant.id,
        stream: 'tenant',
        type,
        occurredAt: now,
        actor: principal.actor,
        correlationId: correlationId(),
        data: {
          externalAuthenticationId: id,
          ...{ url, match, owner: ownerId, revision, revisionHash: hash },
          secretsEntered: [...entered],
        },
      },
    ]);
  }
}

function next(
  before: ExternalAuthentication | null,
  change: {
    readonly tenantId: string;
    readonly configuration: Configuration;
    readonly ownerId: string | null;
    readonly now: Date;
  },
): ExternalAuthentication {
  const { tenantId, configuration, ownerId, now } = change;
  return {
    id: before?.id ?? randomUUID(),
    tenantId,
    url: configuration.url,
    match: configuration.match,
    ownerId,
    revision: (before?.revision ?? 0) + 1,
    // Whatever changes: a version too many costs one token.
    credentialVersion: (before?.credentialVersion ?? 0) + 1,
    createdAt: before?.createdAt ?? now,
    updatedAt: now,
  };
}

async function newSecret(slot: string, value: string | null, grant: Grant | null, now: Date): Promise<NewSecret> {
  const plain = { slot, generated: false, publicJwk: null, setAt: now };
  if (slot !== 'privateKey' || grant === null || !signsAssertions(grant)) return { ...plain, value: value ?? '' };
  const entered = value === null ? null : readPrivateKey(value);
  const pem =
    entered?.export({ type: 'pkcs8', format: 'pem' }).toString() ?? (await generatePrivateKey(grant.signingAlgorithm));
  const publicJwk = await publicJwkOf(pem, 'sig', grant.signingAlgorithm, grant.keyId);
  return { ...plain, value: pem, generated: entered === null, publicJwk };
}
