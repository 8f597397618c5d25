import { type DynamicModule, Module } from '@nestjs/common';
import type { Tracer } from './span.js';
import { Traces } from './traces.js';

/** Traces of work in the background, available everywhere. May depend on config. */
@Module({})
export class TracingModule {
  /** @param tracer null: traces are off */
  static with(tracer: Tracer | null): DynamicModule {
    return {
      module: TracingModule,
      global: true,
      providers: [{ provide: Traces, useValue: new Traces(tracer) }],
      exports: [Traces],
    };
  }
}
