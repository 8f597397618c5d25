import type { Account, AccountClaims, FindAccount } from 'oidc-provider';

/** A person at a test provider, with whatever claims a test needs. */
export interface TestAccount {
  /** `sub`, and what is typed as user name. */
  readonly id: string;
  /** Shown on the login page; default: `id`. */
  readonly label?: string;
  /** Claims besides `sub`; names with dots and colons are as good as any. */
  readonly claims: Readonly<Record<string, unknown>>;
  /** Authentication context of a login with this account. */
  readonly acr?: string;
  readonly amr?: readonly string[];
  /** When the person is said to have logged in, in seconds since 1970. Default: now. */
  readonly authTime?: number;
}

/** The accounts of one provider; may change while it runs. */
export class Accounts {
  #accounts: ReadonlyMap<string, TestAccount>;

  constructor(accounts: readonly TestAccount[]) {
    this.#accounts = byId(accounts);
  }

  replace(accounts: readonly TestAccount[]): void {
    this.#accounts = byId(accounts);
  }

  all(): readonly TestAccount[] {
    return [...this.#accounts.values()];
  }

  find(id: string): TestAccount | undefined {
    return this.#accounts.get(id);
  }

  claimNames(): string[] {
    return [...new Set(this.all().flatMap((account) => Object.keys(account.claims)))];
  }

  readonly findForProvider: FindAccount = (_context, subject): Account | undefined => {
    const account = this.find(subject);
    if (!account) return undefined;
    return { accountId: account.id, claims: (): AccountClaims => ({ ...account.claims, sub: account.id }) };
  };
}

function byId(accounts: readonly TestAccount[]): ReadonlyMap<string, TestAccount> {
  return new Map(accounts.map((account) => [account.id, account]));
}
