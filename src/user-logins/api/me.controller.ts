import { Body, Controller, Get, HttpCode, Inject, Patch, Post, Req, UseGuards } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { Accounts, type PersonalAccount, type ProfileChange } from '../../access/accounts.js';
import { consoleClientId } from '../../access/console-client.js';
import { CurrentPrincipal, type Principal } from '../../access/principal.js';
import { RequireScope } from '../../access/require-scope.js';
import { TenantStore } from '../../access/tenant.store.js';
import { UserGuard } from '../../access/user.guard.js';
import { AuditRecorder } from '../../audit/recording.js';
import { Clock } from '../../config/clock.js';
import type { Settings } from '../../config/settings.js';
import { SETTINGS } from '../../config/settings.token.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { CountersignError } from '../../errors/countersign-error.js';
import { clientAddresses } from '../../http/client-address.js';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '../../http/described.js';
import { PasswordChange } from '../passwords/change-password.js';
import { profileChangedEvent } from '../passwords/password-events.js';
import { UserPasswordStore } from '../passwords/user-password.store.js';
import { SecondFactorStore } from '../second-factors/second-factor.store.js';
import { meSchema, passwordChangeSchema, profileSchema } from './me.schema.js';
import { OwnAccount } from './own-account.js';
import { showSecondFactor } from './show-second-factor.js';

/** A user's own account, for whatever acts for them: no right is needed, and no key has an account. */
@ApiTags('Own account')
@Controller('v1/me')
@RequireScope()
@UseGuards(UserGuard)
export class MeController {
  private readonly addressOf: ReturnType<typeof clientAddresses>;

  constructor(
    @Inject(SETTINGS) settings: Settings,
    private readonly own: OwnAccount,
    private readonly accounts: Accounts,
    private readonly tenants: TenantStore,
    private readonly passwords: UserPasswordStore,
    private readonly factors: SecondFactorStore,
    private readonly passwordChange: PasswordChange,
    private readonly audit: AuditRecorder,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {
    this.addressOf = clientAddresses(settings.TRUSTED_PROXIES);
  }

  @Get()
  @ApiOperation({ summary: 'Read your own account' })
  @ApiOkResponse({ standardSchema: meSchema })
  async get(@CurrentPrincipal() principal: Principal): Promise<z.input<typeof meSchema>> {
    return this.show(principal, await this.own.of(principal));
  }

  @Patch()
  @ApiOperation({ summary: 'Change your own display name or language' })
  @ApiOkResponse({ standardSchema: meSchema })
  async change(
    @CurrentPrincipal() principal: Principal,
    @Body({ schema: profileSchema }) { displayName, language }: z.output<typeof profileSchema>,
  ): Promise<z.input<typeof meSchema>> {
    const { tenantId, id } = await this.own.of(principal);
    const change: ProfileChange = {
      ...(displayName === undefined ? {} : { displayName }),
      ...(language === undefined ? {} : { language }),
    };
    const changed = await this.unitOfWork.run(async (transaction) => {
      const held = await this.accounts.lock(transaction, tenantId, id);
      if (held === null) throw new CountersignError('login.user_needed');
      if (Object.keys(change).length === 0) return held;
      const now = this.clock.now();
      await this.audit.record(transaction, [profileChangedEvent(held, change, principal.actor, now)]);
      return this.accounts.changeProfile(transaction, held, change, now);
    });
    return this.show(principal, changed);
  }

  @Post('password')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Change your own password',
    description: 'Within five minutes after a login. Ends every session and token of yours, this one among them.',
  })
  @ApiNoContentResponse()
  async changePassword(
    @CurrentPrincipal() principal: Principal,
    @Body({ schema: passwordChangeSchema }) body: z.output<typeof passwordChangeSchema>,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    const account = await this.own.of(principal);
    await this.own.requireRecentLogin(principal);
    await this.passwordChange.change(account, {
      current: body.currentPassword,
      chosen: body.newPassword,
      address: this.addressOf(request.raw),
      byConsole: principal.actor.client === consoleClientId(principal.tenant.name),
    });
  }

  private async show(principal: Principal, account: PersonalAccount): Promise<z.input<typeof meSchema>> {
    const { id, tenantId, email, displayName, language, permissions, mayUsePassword } = account;
    const { reading, lookups } = this.unitOfWork;
    const [tenant, password, factors, recoveryCodesLeft, recentLogin] = await Promise.all([
      this.tenants.findById(tenantId),
      this.passwords.find(lookups, tenantId, id),
      this.factors.list(reading, tenantId, id),
      this.factors.recoveryCodesLeft(lookups, tenantId, id),
      this.own.hasLoggedInRecently(principal),
    ]);
    if (tenant === null) throw new CountersignError('login.user_needed');
    return {
      id,
      tenant: { id: tenant.id, name: tenant.name, displayName: tenant.displayName },
      email,
      displayName,
      language,
      permissions: [...permissions].sort(),
      password: { allowed: mayUsePassword, set: password !== null },
      secondFactors: factors.map(showSecondFactor),
      recoveryCodesLeft,
      recentLogin,
    };
  }
}
