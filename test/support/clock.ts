import { Clock } from '../../src/config/clock.js';

/** The real time of day, moved by what a test asks for. */
export class MovableClock extends Clock {
  private offset = 0;

  override now(): Date {
    return new Date(super.now().getTime() + this.offset);
  }

  /** Lets time pass. @param milliseconds may be negative */
  advance(milliseconds: number): void {
    this.offset += milliseconds;
  }
}
