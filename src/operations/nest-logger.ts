import type { LoggerService } from '@nestjs/common';
import type { Logger } from 'pino';

/** Where the framework tells how it wires the application together: of interest only when that fails. */
const wiring = new Set(['NestFactory', 'InstanceLoader', 'RoutesResolver', 'RouterExplorer', 'NestApplication']);

/** Lets the framework and every `Logger` of a feature write to the structured log. The last text argument is the context. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.write(wiring.has(String(rest.at(-1))) ? 'debug' : 'info', message, rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }

  private write(
    level: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal',
    message: unknown,
    rest: unknown[],
  ): void {
    const last = rest.at(-1);
    const context = typeof last === 'string' ? { context: last } : {};
    if (message instanceof Error) this.logger[level]({ ...context, error: message }, message.message);
    else if (typeof message === 'object' && message !== null)
      this.logger[level]({ ...context, ...message, ...said(rest) });
    else this.logger[level](context, String(message));
  }
}

/** What stands beside an object: `logger.warn({ listener }, 'It is sent nothing')`. */
function said(rest: readonly unknown[]): { readonly msg?: string } {
  const [text] = rest;
  return rest.length > 1 && typeof text === 'string' ? { msg: text } : {};
}
