import { Body, Controller, Get, Headers, Put, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { CurrentPrincipal, type Principal } from '../../access/principal.js';
import { RequireScope } from '../../access/require-scope.js';
import { ApiOkResponse, ApiOperation, ApiTags } from '../../http/described.js';
import { entityTag } from '../../http/entity-tag.js';
import { NeedsIfMatch } from '../../http/if-match.js';
import { judgedBy } from '../../http/judged-by.js';
import { defaultLanguage, languages } from '../../http/languages.js';
import { takesBack } from '../../http/sent-back.js';
import { kindsWithTenantTexts } from '../../mail/settings/mail-settings.js';
import { faultOfName, faultsOfTenantText } from '../../mail/settings/tenant-text.js';
import { type RevisedSettings, TenantSettings } from '../settings/tenant-settings.js';
import { languageSchema } from '../users/user.schema.js';

const nameSchema = (most: number) =>
  z
    .string({ error: `expected 1 to ${most} characters` })
    .trim()
    .min(1)
    .max(most)
    .superRefine(judgedBy(faultOfName));

const textsSchema = z
  .partialRecord(z.enum(kindsWithTenantTexts), z.partialRecord(z.enum(languages), z.string()))
  .superRefine((texts, context) => {
    for (const kind of kindsWithTenantTexts)
      for (const [language, text] of Object.entries(texts[kind] ?? {}))
        for (const message of faultsOfTenantText(kind, text))
          context.addIssue({ code: 'custom', path: [kind, language], message });
  })
  .meta({
    description:
      'Own texts by kind and language, in place of ours. Plain text: `{displayName}`, `{tenant}`, and `{link}` once on a line of its own where the mail has a link (`invitation`, `password_reset`; not `binding_removed`). No HTML, no other links.',
  });

const settingsMembers = z.strictObject({
  displayName: nameSchema(200).meta({ description: 'Name of the tenant, shown to signers and in mails.' }),
  defaultLanguage: languageSchema
    .default(defaultLanguage)
    .meta({ description: 'Of users who are invited without a language.' }),
  extendedLoginDays: z.int().min(1).max(365).nullable().default(null).meta({
    description:
      'Users log in again so many days after they let an application have scope `extended`: until then it gets no more tokens for them. null: never.',
  }),
  mail: z
    .strictObject({
      senderName: nameSchema(100)
        .nullable()
        .default(null)
        .meta({ description: 'Shown beside the address that mails come from; null: the name of the tenant.' }),
      texts: textsSchema.default({}),
    })
    .default({ senderName: null, texts: {} }),
});

const settingsBodySchema = takesBack(settingsMembers, 'SettingsBody', ['revision']);

const settingsSchema = settingsMembers
  .extend({ revision: z.int().meta({ description: '0: never changed.' }) })
  .meta({ id: 'Settings' });

@ApiTags('Settings')
@Controller('v1/settings')
export class SettingsController {
  constructor(private readonly settings: TenantSettings) {}

  @Get()
  @RequireScope('settings:read')
  @ApiOperation({ summary: 'Read the settings of the tenant', description: 'The `ETag` is the revision.' })
  @ApiOkResponse({ standardSchema: settingsSchema })
  async read(@CurrentPrincipal() { tenant }: Principal, @Res({ passthrough: true }) reply: FastifyReply) {
    return shown(await this.settings.read(tenant.id), reply);
  }

  @Put()
  @RequireScope('settings:write')
  @ApiOperation({ summary: 'Replace the settings of the tenant' })
  @NeedsIfMatch()
  @ApiOkResponse({ standardSchema: settingsSchema })
  async replace(
    @CurrentPrincipal() principal: Principal,
    @Headers('if-match') ifMatch: string | undefined,
    @Body({ schema: settingsBodySchema }) body: z.infer<typeof settingsBodySchema>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return shown(await this.settings.replace(principal, ifMatch, body), reply);
  }
}

function shown(settings: RevisedSettings, reply: FastifyReply): RevisedSettings {
  void reply.header('etag', entityTag(settings.revision));
  return settings;
}
