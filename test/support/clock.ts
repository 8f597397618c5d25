import { Clock } from '../../src/config/clock.js';

/** The real time of day, moved by what a test asks for. */
export class MovableClock extends Clock {
  private offset = 0;

  override now(): Date {
    return new Date(super.now().getTime() + this.offset);
  }

  /** Whether it shows another time than the real one. */
  get isMoved(): boolean {
    return this.offset !== 0;
  }

  /** Lets time pass. @param milliseconds may be negative */
  advance(milliseconds: number): void {
    this.offset += milliseconds;
  }
}

/** A clock that stands still: however long a test takes, no minute passes in it but those that it lets pass. */
export class StandingClock extends MovableClock {
  private readonly began = new Date();
  private passed = 0;

  override now = (): Date => new Date(this.began.getTime() + this.passed);

  override advance(milliseconds: number): void {
    this.passed += milliseconds;
  }
}
