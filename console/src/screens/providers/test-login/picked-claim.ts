/** The claim that somebody chose in a tree of claims. */
export interface PickedClaim {
  readonly source: string;
  readonly path: string;
  readonly value: unknown;
}
