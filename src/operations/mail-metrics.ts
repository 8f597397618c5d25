import { Counter, Gauge, type Registry } from 'prom-client';
import type { MailState } from '../mail/mail-state.js';

/** Adds what this instance has sent, and what waits for whichever instance. */
export function measureMails(registry: Registry, state: MailState, now: () => Date): void {
  new Counter({
    name: 'countersign_mails_total',
    help: 'Mails in this instance, by kind and outcome; failed ones are tried again.',
    labelNames: ['kind', 'outcome'],
    registers: [registry],
    collect() {
      this.reset();
      for (const { kind, outcome, count } of state.counts()) this.inc({ kind, outcome }, count);
    },
  });
  if (!state.available) return;
  new Gauge({
    name: 'countersign_mails_waiting',
    help: 'Mails that were not sent yet.',
    registers: [registry],
    async collect() {
      const backlog = await state.backlog().catch(() => null);
      if (backlog === null) this.remove();
      else this.set(backlog.waiting);
    },
  });
  new Gauge({
    name: 'countersign_mails_oldest_waiting_seconds',
    help: 'Age of the oldest mail that was not sent yet.',
    registers: [registry],
    async collect() {
      const backlog = await state.backlog().catch(() => null);
      if (backlog === null) this.remove();
      else this.set(backlog.oldest === null ? 0 : (now().getTime() - backlog.oldest.getTime()) / 1000);
    },
  });
}
