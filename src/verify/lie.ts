/** Something that is claimed and is not true: where it is claimed, and what is wrong with it. */
export class Lie extends Error {
  constructor(
    readonly place: string,
    readonly what: string,
    options?: ErrorOptions,
  ) {
    super(`${place}: ${what}`, options);
    this.name = 'Lie';
  }
}
