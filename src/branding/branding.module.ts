import { Module } from '@nestjs/common';
import { BrandOfTenant } from './brand-of-tenant.js';
import { BrandingController } from './branding.controller.js';
import { BrandingStore } from './branding.store.js';
import { BrandingAdministration } from './branding-administration.js';
import { LogoController } from './logo.controller.js';

/** How the pages of a tenant look. May depend on the trail and everything below it. */
@Module({
  controllers: [BrandingController, LogoController],
  providers: [BrandingStore, BrandingAdministration, BrandOfTenant],
  exports: [BrandOfTenant],
})
export class BrandingModule {}
