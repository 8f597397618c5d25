import { type DynamicModule, Module } from '@nestjs/common';
import { Clock } from './clock.js';
import type { Settings } from './settings.js';
import { SETTINGS } from './settings.token.js';

/** Settings and clock, available everywhere. May depend on nothing. */
@Module({})
export class ConfigModule {
  static with(settings: Settings, clock: Clock = new Clock()): DynamicModule {
    return {
      module: ConfigModule,
      global: true,
      providers: [
        { provide: SETTINGS, useValue: settings },
        { provide: Clock, useValue: clock },
      ],
      exports: [SETTINGS, Clock],
    };
  }
}
