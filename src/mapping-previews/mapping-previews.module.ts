import { Module } from '@nestjs/common';
import { ProvidersModule } from '../providers/providers.module.js';
import { TestLoginsModule } from '../test-logins/test-logins.module.js';
import { MappingPreviewsController } from './mapping-previews.controller.js';
import { MappingPreviewer } from './preview-claims.js';

/** What field mappings do with pasted claims, or with those of a test login. May depend on test logins and what is below. */
@Module({
  imports: [ProvidersModule, TestLoginsModule],
  controllers: [MappingPreviewsController],
  providers: [MappingPreviewer],
})
export class MappingPreviewsModule {}
