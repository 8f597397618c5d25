import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { CountersignError } from '../../errors/countersign-error.js';
import { notApplicable, ok, warning } from '../../http/finding.js';
import { maxBytes } from '../../outbound/limits.js';
import { OutboundFailure } from '../../outbound/outbound-failure.js';
import type { AuthenticatedAnswer } from '../calls/authenticated-answer.js';
import { AuthenticatedOutbound, type PreparedCall } from '../calls/authenticated-outbound.js';
import { connectionFault } from '../calls/faults.js';
import type { AccessToken } from '../calls/token-cache.js';
import { endpointConnection, pathOfGrant, presentedName } from '../configurations/configuration.js';
import { ExternalAuthenticationStore } from '../configurations/external-authentication.store.js';
import { checkOf, checkOfError, reportOf, type TrialCheck, type TrialReport } from './trial-report.js';

const expected = {
  certificate: 'a certificate of ours that is valid now',
  token: 'a token of the token endpoint',
  connection: 'a TLS connection to the server whose certificate is expected',
  call: 'an answer that is neither 401 nor 403',
};

/** Tries an external authentication: certificate, token request, handshake, and a call with OPTIONS, which changes nothing. */
@Injectable()
export class TryAuthentication {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly store: ExternalAuthenticationStore,
    private readonly outbound: AuthenticatedOutbound,
  ) {}

  /** @throws CountersignError `request.not_found` */
  async execute(tenantId: string, id: string): Promise<TrialReport> {
    const authentication = await this.store.find(this.unitOfWork.reading, tenantId, id);
    if (authentication === null) throw new CountersignError('request.not_found');
    const checks: TrialCheck[] = [];
    try {
      const prepared = await this.outbound.openOne(authentication);
      checks.push(certificateCheck(prepared));
      const token = await this.tryToken(prepared, checks);
      if (token !== 'refused') checks.push(...(await this.tryCall(prepared, token)));
      else checks.push(checkOf('call', notApplicable('$.url', 'there is no token to call with', expected.call)));
    } catch (error) {
      if (!(error instanceof CountersignError)) throw error;
      checks.push(checkOfError('client-certificate', error, expected.certificate));
    }
    return reportOf(checks);
  }

  private async tryToken({ opened }: PreparedCall, checks: TrialCheck[]): Promise<AccessToken | null | 'refused'> {
    const { oAuth } = opened.configuration;
    if (oAuth === null) {
      checks.push(
        checkOf('token-request', notApplicable('$.oAuthConfiguration', 'none is configured', expected.token)),
      );
      return null;
    }
    const path = pathOfGrant(oAuth);
    try {
      const token = await this.outbound.freshToken(opened, oAuth);
      const lifetime = token.expiresIn === null ? 'without a lifetime' : `for ${token.expiresIn} seconds`;
      checks.push(
        checkOf(
          'token-request',
          ok(`${path}.url`, { seen: `a ${token.scheme} token ${lifetime}`, expected: expected.token }),
        ),
      );
      if (token.expiresIn === null) checks.push(checkOf('token-request', withoutLifetime(`${path}.url`)));
      return token;
    } catch (error) {
      if (!(error instanceof CountersignError)) throw error;
      checks.push(checkOfError('token-request', error, expected.token));
      return 'refused';
    }
  }

  private async tryCall(prepared: PreparedCall, token: AccessToken | null): Promise<TrialCheck[]> {
    const { authentication, configuration } = prepared.opened;
    const call = {
      tenantId: authentication.tenantId,
      target: { kind: 'external-authentication', id: `${authentication.id}/test` },
      despitePause: true,
      maxBytes: maxBytes.resource,
      url: authentication.url,
      method: 'OPTIONS',
      headers: {},
    } as const;
    try {
      return judge(await this.outbound.sendPrepared(call, prepared, token));
    } catch (error) {
      if (error instanceof CountersignError) return [checkOfError('connection', error, expected.connection)];
      if (!(error instanceof OutboundFailure)) throw error;
      const fault = connectionFault(error, endpointConnection(configuration), '$.url');
      return [checkOfError('connection', fault, expected.connection)];
    }
  }
}

function certificateCheck({ opened, presented }: PreparedCall): TrialCheck {
  const path = '$.mutualTls.clientCertificate';
  if (presented === null)
    return checkOf('client-certificate', notApplicable('$.mutualTls', 'none is presented', expected.certificate));
  const name = presentedName(endpointConnection(opened.configuration));
  return checkOf(
    'client-certificate',
    ok(path, { seen: `${name ?? ''}, x5t#S256 ${presented.thumbprint}`, expected: expected.certificate }),
  );
}

function withoutLifetime(path: string) {
  return warning(path, {
    seen: 'the token endpoint says nothing of the lifetime (`expires_in`)',
    expected: 'a lifetime, so that a token serves several calls',
    remedy: 'Ask the partner to send `expires_in`: until then a token is requested for each call.',
  });
}

function judge({ answer: { status }, refusal }: AuthenticatedAnswer): TrialCheck[] {
  const connected = checkOf('connection', ok('$.url', { seen: 'the server answers', expected: expected.connection }));
  if (refusal !== null) return [connected, checkOfError('call', refusal, expected.call)];
  const seen = `status ${status} to OPTIONS`;
  if (status < 500) return [connected, checkOf('call', ok('$.url', { seen, expected: expected.call }))];
  const remedy = 'Some servers answer so to OPTIONS. Try a delivery or a login; if it stays, ask the partner.';
  return [connected, checkOf('call', warning('$.url', { seen, expected: expected.call, remedy }))];
}
