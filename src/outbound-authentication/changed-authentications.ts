import { Injectable } from '@nestjs/common';

/** Says that a configuration or a certificate was changed through this instance, to whoever remembers what applies. */
@Injectable()
export class ChangedAuthentications {
  private readonly heard: (() => void)[] = [];

  tell(): void {
    for (const hear of this.heard) hear();
  }

  onChange(hear: () => void): void {
    this.heard.push(hear);
  }
}
