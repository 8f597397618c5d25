import { type DynamicModule, Module } from '@nestjs/common';
import { migrations } from '../migrations/index.js';
import { accessEntities } from './access/access.entities.js';
import { AccessModule } from './access/access.module.js';
import { auditEntities } from './audit/audit.entities.js';
import { AuditModule } from './audit/audit.module.js';
import { AuthorizationServerModule } from './authorization-server/authorization-server.module.js';
import { brandingEntities } from './branding/branding.entities.js';
import { BrandingModule } from './branding/branding.module.js';
import type { Clock } from './config/clock.js';
import { ConfigModule } from './config/config.module.js';
import type { Settings } from './config/settings.js';
import { ConfigurationTransferModule } from './configuration-transfer/configuration-transfer.module.js';
import { ConnectionsModule } from './connections/connections.module.js';
import { ConsoleModule } from './console/console.module.js';
import { credentialsEntities } from './credentials/credentials.entities.js';
import { DatabaseModule } from './database/database.module.js';
import type { Database, DatabaseParts } from './database/open-database.js';
import { DeliveriesModule } from './deliveries/deliveries.module.js';
import { DiagnosisModule } from './diagnosis/diagnosis.module.js';
import { mailEntities } from './mail/mail.entities.js';
import { MailModule } from './mail/mail.module.js';
import { MappingPreviewsModule } from './mapping-previews/mapping-previews.module.js';
import { mutualTlsEntities } from './mutual-tls/mutual-tls.entities.js';
import { MutualTlsModule } from './mutual-tls/mutual-tls.module.js';
import { oauthClientsEntities } from './oauth-clients/oauth-clients.entities.js';
import { OAuthClientsModule } from './oauth-clients/oauth-clients.module.js';
import { oauthResourcesEntities } from './oauth-resources/oauth-resources.entities.js';
import { OAuthResourcesModule } from './oauth-resources/oauth-resources.module.js';
import { OperationsModule } from './operations/operations.module.js';
import { OutboundAuthenticationModule } from './outbound-authentication/outbound-authentication.module.js';
import { OverviewModule } from './overview/overview.module.js';
import { PagesModule } from './pages/pages.module.js';
import { peopleEntities } from './people/people.entities.js';
import { PeopleModule } from './people/people.module.js';
import { providersEntities } from './providers/providers.entities.js';
import { ProvidersModule } from './providers/providers.module.js';
import { SecretsModule } from './secrets/secrets.module.js';
import { SignerAuthenticationsModule } from './signer-authentications/signer-authentications.module.js';
import { testLoginsEntities } from './test-logins/test-logins.entities.js';
import { TestLoginsModule } from './test-logins/test-logins.module.js';
import { tokenPoliciesEntities } from './token-policies/token-policies.entities.js';
import { TokenPoliciesModule } from './token-policies/token-policies.module.js';
import type { Tracer } from './tracing/span.js';
import { TracingModule } from './tracing/tracing.module.js';
import { userLoginsEntities } from './user-logins/user-logins.entities.js';
import { UserLoginsModule } from './user-logins/user-logins.module.js';

/** Every table and every change to the schema, from all features. */
export const databaseParts: DatabaseParts = {
  entities: [
    ...accessEntities,
    ...auditEntities,
    ...brandingEntities,
    ...credentialsEntities,
    ...mutualTlsEntities,
    ...oauthResourcesEntities,
    ...tokenPoliciesEntities,
    ...providersEntities,
    ...testLoginsEntities,
    ...mailEntities,
    ...peopleEntities,
    ...userLoginsEntities,
    ...oauthClientsEntities,
  ],
  migrations,
};

/** The composition root: the only file that sees everything. */
@Module({})
export class AppModule {
  static with(settings: Settings, database: Database, clock: Clock, tracer: Tracer | null = null): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.with(settings, clock),
        TracingModule.with(tracer),
        DatabaseModule.with(database),
        SecretsModule,
        AuditModule,
        AccessModule,
        MailModule,
        BrandingModule,
        MutualTlsModule,
        OAuthResourcesModule,
        TokenPoliciesModule,
        ConnectionsModule,
        OutboundAuthenticationModule,
        ProvidersModule,
        DeliveriesModule,
        DiagnosisModule,
        ConfigurationTransferModule,
        TestLoginsModule,
        MappingPreviewsModule,
        SignerAuthenticationsModule,
        PeopleModule,
        OverviewModule,
        OAuthClientsModule,
        AuthorizationServerModule,
        UserLoginsModule,
        PagesModule,
        ConsoleModule,
        OperationsModule,
      ],
    };
  }
}
