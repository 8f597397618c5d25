/** The time of day; the only source of it outside rules, which take times as arguments. Tests replace it. */
export class Clock {
  now(): Date {
    return new Date();
  }
}
