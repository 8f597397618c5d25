import { Inject, Injectable } from '@nestjs/common';
import type { Principal } from '../access/principal.js';
import { Clock } from '../config/clock.js';
import type { Settings } from '../config/settings.js';
import { SETTINGS } from '../config/settings.token.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { CountersignError } from '../errors/countersign-error.js';
import type { OutboundClient } from '../outbound/outbound-client.js';
import { TenantRanges } from '../outbound/tenant-ranges.js';
import { AuthenticatedOutbound } from '../outbound-authentication/calls/authenticated-outbound.js';
import { AppliedAuthentications } from '../outbound-authentication/configurations/applied-authentications.js';
import type { ProviderConfiguration } from '../providers/provider-configuration.js';
import { ProviderDirectory } from '../providers/provider-directory.js';
import { usesOf } from '../providers/provider-uses.js';
import { redirectUriOf } from '../providers/redirect-uri.js';
import { checksOfFaults } from './body-faults.js';
import { diagnose } from './diagnose.js';
import { type DiagnosisReport, reportOf } from './diagnosis-report.js';
import type { DiagnosisSubject } from './diagnosis-subject.js';
import { LastLogins } from './last-logins.js';
import { subjectOfBody } from './subject-of-body.js';
import { TokenAllowanceStore } from './token-allowance.store.js';

/** Looks at a saved provider, or at a body that is not saved yet. Changes nothing. */
@Injectable()
export class ProviderDiagnosis {
  constructor(
    private readonly providers: ProviderDirectory,
    private readonly lastLogins: LastLogins,
    private readonly allowances: TokenAllowanceStore,
    private readonly clock: Clock,
    private readonly authentications: AppliedAuthentications,
    private readonly authenticated: AuthenticatedOutbound,
    private readonly ranges: TenantRanges,
    private readonly unitOfWork: UnitOfWork,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** The newest revision, also while the provider is disabled. @throws CountersignError `request.not_found` */
  async ofSaved(principal: Principal, name: string): Promise<DiagnosisReport> {
    const tenantId = principal.tenant.id;
    const provider = await this.providers.forTest(tenantId, name);
    if (provider === null) throw new CountersignError('request.not_found');
    await this.judgeAccess(principal, provider.configuration);
    const redirectUri = redirectUriOf(this.settings.PUBLIC_URL, provider.tenantName, provider.name);
    const seen = await this.lastLogins.read(tenantId, provider.id);
    return this.diagnose(tenantId, { provider, redirectUri, ...seen, saved: true });
  }

  /** Faults that keep a body from being saved are the report then. */
  async ofBody(principal: Principal, body: unknown): Promise<DiagnosisReport> {
    const { tenant } = principal;
    const read = await subjectOfBody(body, {
      allowHttp: this.settings.OUTBOUND_ALLOW_HTTP,
      publicUrl: this.settings.PUBLIC_URL,
      tenantId: tenant.id,
      tenantName: tenant.name,
    });
    if ('faults' in read) return reportOf(checksOfFaults(read.faults));
    await this.judgeAccess(principal, read.subject.provider.configuration);
    return this.diagnose(tenant.id, read.subject);
  }

  private async diagnose(tenantId: string, subject: DiagnosisSubject): Promise<DiagnosisReport> {
    const settings = {
      allowedCidrs: (await this.ranges.mayReach(tenantId)) ? this.settings.OUTBOUND_ALLOWED_CIDRS : [],
      allowHttp: this.settings.OUTBOUND_ALLOW_HTTP,
      resources: (outbound: OutboundClient) => this.authenticated.through(outbound),
    };
    return await diagnose(subject, settings, () => this.clock.now(), this.allowances.ofTenant(tenantId));
  }

  private async judgeAccess(principal: Principal, configuration: ProviderConfiguration): Promise<void> {
    await this.authentications.judge(this.unitOfWork.lookups, principal, usesOf(configuration));
  }
}
