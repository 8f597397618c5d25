import { Injectable } from '@nestjs/common';

/** Says that there may be something to hand out or to send. Whoever works on it hears it; nobody waits for it. */
@Injectable()
export class OutboxSignal {
  private readonly heard: (() => void)[] = [];

  wake(): void {
    for (const hear of this.heard) hear();
  }

  onWake(hear: () => void): void {
    this.heard.push(hear);
  }
}
