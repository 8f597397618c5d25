import type { ServerProcess } from '../processes/child-process.js';

/** What is measured: a running system and how one signer logs in with it. */
export interface Contender {
  readonly name: string;
  /** What it stores of a login, for the table. */
  readonly stores: string;
  readonly process: ServerProcess;
  /** Back-channel calls that one login needs: the token request and the resources. */
  readonly neededCalls: number;
  /** One complete login, to the outcome. @throws Error when it does not succeed */
  logIn(): Promise<void>;
}
