import { Injectable } from '@nestjs/common';
import { Clock } from '../../config/clock.js';
import { Connections } from '../../connections/connections.js';
import { ImportedKeys } from '../../credentials/imported-keys.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { CountersignError } from '../../errors/countersign-error.js';
import type { OwnAuthentication } from '../../outbound/call-authentication.js';
import { guardedFetch } from '../../outbound/guarded-fetch.js';
import type { OutboundAnswer, OutboundCall } from '../../outbound/outbound-call.js';
import { OutboundClient } from '../../outbound/outbound-client.js';
import { OutboundFailure } from '../../outbound/outbound-failure.js';
import { endpointConnection, type Grant, presentedName, tokenConnection } from '../configurations/configuration.js';
import type { ExternalAuthentication } from '../configurations/external-authentication.js';
import { conflictOf } from '../configurations/outbound-uses.js';
import { targetUrlOf } from '../configurations/target-url.js';
import type { AuthenticatedAnswer } from './authenticated-answer.js';
import { callWithToken } from './call-with-token.js';
import { authenticationFault, connectionFault, isOfSettings } from './faults.js';
import { requestToken, secretsOf, type TokenMeans } from './obtain-token.js';
import { keyOf, type OpenedAuthentication, type PresentedCertificate, tlsOf } from './opened-authentication.js';
import { OpenedAuthentications } from './opened-authentications.js';
import { refusalOf } from './refused-call.js';
import { type AccessToken, TokenCache } from './token-cache.js';

const carriesNothing: OwnAuthentication = { carriesAuthorization: false, presentsCertificate: false };

/** How one call is to be made. */
export interface PreparedCall {
  readonly opened: OpenedAuthentication;
  readonly presented: PresentedCertificate | null;
}

/**
 * Makes calls that authenticate as the tenant's external authentication of their URL says, and all others as they are. A call
 * that matches one is made with it or not at all.
 */
@Injectable()
export class AuthenticatedOutbound {
  readonly #tokens: TokenCache;
  readonly #imported = new ImportedKeys();

  constructor(
    private readonly outbound: OutboundClient,
    private readonly unitOfWork: UnitOfWork,
    private readonly opened: OpenedAuthentications,
    private readonly clock: Clock,
    private readonly connections: Connections,
  ) {
    this.#tokens = new TokenCache(() => clock.now());
  }

  /**
   * @throws OutboundFailure as `OutboundClient.send` does; CountersignError of step `external_authentication`, whose one fault has
   *   the path in the body of the external authentication
   */
  async send(call: OutboundCall, own: OwnAuthentication = carriesNothing): Promise<AuthenticatedAnswer> {
    return this.sendAs(call, await this.prepare(call, own));
  }

  /** @param prepared what applies to the call, lately; null: nothing */
  async sendAs(call: OutboundCall, prepared: PreparedCall | null): Promise<AuthenticatedAnswer> {
    if (prepared === null)
      return { answer: await this.outbound.send(call), authenticatedBy: null, refusal: null, secrets: [] };
    return this.sendPrepared(call, prepared);
  }

  /** One that makes its calls through another client, and shares no token with this one: for a diagnosis. */
  through(outbound: OutboundClient): AuthenticatedOutbound {
    return new AuthenticatedOutbound(outbound, this.unitOfWork, this.opened, this.clock, this.connections);
  }

  /**
   * As a plain client, for callers that hand one on.
   * @param tellSecrets told of what was sent and MUST NOT be shown wherever an answer repeats it
   */
  senderFor(
    own: OwnAuthentication,
    tellSecrets: (secrets: readonly string[]) => void,
  ): Pick<OutboundClient, 'send' | 'fetchFor'> {
    const send = async (call: OutboundCall) => {
      const { answer, secrets } = await this.send(call, own);
      tellSecrets(secrets);
      return answer;
    };
    return { send, fetchFor: (profile) => guardedFetch(send, profile) };
  }

  /** Opens one to try it. @throws CountersignError `external_authentication.client_certificate_unusable` */
  async openOne(authentication: ExternalAuthentication): Promise<PreparedCall> {
    const { lookups } = this.unitOfWork;
    const opened = await this.opened.open(lookups, authentication);
    const settings = endpointConnection(opened.configuration);
    return {
      opened,
      presented: await this.opened.presented(lookups, authentication.tenantId, settings, this.clock.now()),
    };
  }

  /** Finds what is for a call, and opens it; null when nothing is. */
  async prepare(
    { tenantId, url }: Pick<OutboundCall, 'tenantId' | 'url'>,
    own: OwnAuthentication,
  ): Promise<PreparedCall | null> {
    const target = targetUrlOf(url);
    if (target === null) return null;
    const { lookups } = this.unitOfWork;
    const opened = await this.opened.applied(lookups, tenantId, target);
    if (opened === null) return null;
    const { configuration } = opened;
    const member = conflictOf(
      { oAuth: configuration.oAuth, presentsCertificate: presentedName(configuration) !== null },
      own,
    );
    if (member !== null) throw authenticationFault('authorization_conflict', `$.${member}`, `the call sets it already`);
    const presented = await this.opened.presented(
      lookups,
      tenantId,
      endpointConnection(configuration),
      this.clock.now(),
    );
    return { opened, presented };
  }

  /** @param fresh a token to use in place of the kept one */
  async sendPrepared(
    call: OutboundCall,
    { opened, presented }: PreparedCall,
    fresh: AccessToken | null = null,
  ): Promise<AuthenticatedAnswer> {
    const { configuration, authentication } = opened;
    const settings = endpointConnection(configuration);
    const tls = {
      ...call.tls,
      ...tlsOf(opened, settings, presented),
      credentialVersion: versionOf(call, opened, presented),
    };
    const headers = { ...call.headers, ...Object.fromEntries(secretsOf(opened, 'headers', configuration.headers)) };
    const made: OutboundCall = { ...call, tls, headers };
    const sent = new Set(opened.secrets.values());
    const { oAuth } = configuration;
    const connection = {
      tenantId: authentication.tenantId,
      kind: 'external_authentication',
      id: authentication.id,
    } as const;
    try {
      const answer =
        oAuth === null
          ? await this.outbound.send(made)
          : fresh === null
            ? await this.sendWithToken(made, opened, oAuth, sent)
            : await callWithToken(this.outbound, made, fresh);
      const refusal = refusalOf(answer, configuration);
      if (refusal === null) this.connections.succeeded(connection);
      else this.connections.failed(connection, refusal.code, true);
      return {
        answer,
        authenticatedBy: {
          externalAuthenticationId: authentication.id,
          revision: authentication.revision,
          certificateThumbprint: presented?.thumbprint ?? null,
          token: oAuth?.grant ?? null,
        },
        refusal,
        secrets: [...sent],
      };
    } catch (error) {
      const fault =
        error instanceof OutboundFailure && isOfSettings(error, settings)
          ? connectionFault(error, settings, '$.url')
          : error;
      // That a server is away says nothing of how we authenticate there.
      if (fault instanceof CountersignError) this.connections.failed(connection, fault.code, true);
      throw fault;
    }
  }

  /** A token that is good for this configuration now. @throws CountersignError of step `external_authentication` */
  async token(
    opened: OpenedAuthentication,
    grant: Grant,
    despitePause = false,
  ): Promise<{ readonly token: AccessToken; readonly forget: () => void }> {
    const means = await this.tokenMeans(opened, grant, despitePause);
    const key = `${keyOf(opened)}/${means.presented?.versionId ?? ''}`;
    const token = await this.#tokens.get(key, () => requestToken(opened, grant, means));
    return {
      token,
      forget: () => {
        this.#tokens.forget(key, token);
      },
    };
  }

  /** Asks for a token of its own, for a test: whether an earlier one is still good says nothing about the settings. */
  async freshToken(opened: OpenedAuthentication, grant: Grant): Promise<AccessToken> {
    return requestToken(opened, grant, await this.tokenMeans(opened, grant, true));
  }

  private async tokenMeans(opened: OpenedAuthentication, grant: Grant, despitePause: boolean): Promise<TokenMeans> {
    const { configuration, authentication } = opened;
    const now = this.clock.now();
    const settings = tokenConnection(configuration, grant);
    const presented = await this.opened.presented(this.unitOfWork.lookups, authentication.tenantId, settings, now);
    return { outbound: this.outbound, imported: this.#imported, now, presented, despitePause };
  }

  /** A token that the endpoint refuses is renewed once: it may have been revoked, or its key forgotten. */
  private async sendWithToken(
    call: OutboundCall,
    opened: OpenedAuthentication,
    grant: Grant,
    sent: Set<string>,
  ): Promise<OutboundAnswer> {
    const first = await this.token(opened, grant, call.despitePause);
    sent.add(first.token.value);
    const answer = await callWithToken(this.outbound, call, first.token);
    if (answer.status !== 401) return answer;
    first.forget();
    const renewed = await this.token(opened, grant, call.despitePause);
    sent.add(renewed.token.value);
    return callWithToken(this.outbound, call, renewed.token);
  }
}

/** Connections of one caller's trust are not another's either. */
function versionOf(call: OutboundCall, opened: OpenedAuthentication, presented: PresentedCertificate | null): string {
  return [keyOf(opened), presented?.versionId ?? '', call.tls?.credentialVersion ?? ''].join('/');
}
