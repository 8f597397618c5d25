import { Injectable } from '@nestjs/common';

/** Says that a mail may be waiting. Whoever sends hears it; nobody waits for it. */
@Injectable()
export class MailSignal {
  private hear: () => void = () => undefined;

  wake(): void {
    this.hear();
  }

  onWake(hear: () => void): void {
    this.hear = hear;
  }
}
