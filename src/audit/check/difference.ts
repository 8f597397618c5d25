/** The first thing that is not as it has to be: where it stands, and what is wrong with it. */
export class Difference extends Error {
  constructor(
    readonly place: string,
    readonly what: string,
  ) {
    super(`${place}: ${what}`);
    this.name = 'Difference';
  }
}

/** Told now and then how far a check has come. */
export type Progress = (phase: string, done: number, total: number) => void;
