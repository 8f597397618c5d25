import { Body, Controller, Delete, HttpCode, Param, Post, UseGuards } from '@nestjs/common';
import { z } from 'zod';
import { CurrentPrincipal, type Principal } from '../../access/principal.js';
import { RequireScope } from '../../access/require-scope.js';
import { UserGuard } from '../../access/user.guard.js';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '../../http/described.js';
import { WithoutBody } from '../../http/without-body.js';
import { SecondFactorEnrolment } from '../second-factors/enrol-second-factor.js';
import {
  begunSecondFactorSchema,
  confirmationSchema,
  confirmedSecondFactorSchema,
  newSecondFactorSchema,
} from './me.schema.js';
import { OwnAccount } from './own-account.js';
import { showSecondFactor } from './show-second-factor.js';

const idSchema = z.uuid();

/** A user's own second factors. Whatever changes them needs a login of the last five minutes. */
@ApiTags('Own account')
@Controller('v1/me/second-factors')
@RequireScope()
@UseGuards(UserGuard)
export class SecondFactorsController {
  constructor(
    private readonly own: OwnAccount,
    private readonly enrolment: SecondFactorEnrolment,
  ) {}

  @Post()
  @ApiOperation({
    summary: 'Begin a second factor, or make new recovery codes',
    description: 'A second factor counts once it is confirmed, within ten minutes.',
  })
  @ApiCreatedResponse({ standardSchema: begunSecondFactorSchema })
  async begin(
    @CurrentPrincipal() principal: Principal,
    @Body({ schema: newSecondFactorSchema }) body: z.output<typeof newSecondFactorSchema>,
  ): Promise<z.input<typeof begunSecondFactorSchema>> {
    const account = await this.own.of(principal);
    await this.own.requireRecentLogin(principal);
    if (body.kind === 'recovery-codes')
      return { id: null, kind: body.kind, recoveryCodes: [...(await this.enrolment.renewCodes(account))] };
    const begun = await this.enrolment.begin(account, body.kind, body.name);
    return begun.kind === 'totp' ? begun : { ...begun, options: { ...begun.options } };
  }

  @Post(':id/confirmation')
  @HttpCode(200)
  @ApiOperation({ summary: 'Show that you have a second factor' })
  @ApiOkResponse({ standardSchema: confirmedSecondFactorSchema })
  async confirm(
    @CurrentPrincipal() principal: Principal,
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: confirmationSchema }) body: z.output<typeof confirmationSchema>,
  ): Promise<z.input<typeof confirmedSecondFactorSchema>> {
    const account = await this.own.of(principal);
    await this.own.requireRecentLogin(principal);
    const { factor, recoveryCodes } = await this.enrolment.confirm(account, id, body);
    return {
      secondFactor: showSecondFactor(factor),
      recoveryCodes: recoveryCodes === null ? null : [...recoveryCodes],
    };
  }

  @Delete(':id')
  @HttpCode(204)
  @WithoutBody()
  @ApiOperation({ summary: 'Remove a second factor' })
  @ApiNoContentResponse()
  async remove(@CurrentPrincipal() principal: Principal, @Param('id', { schema: idSchema }) id: string): Promise<void> {
    const account = await this.own.of(principal);
    await this.own.requireRecentLogin(principal);
    await this.enrolment.remove(account, id);
  }
}
