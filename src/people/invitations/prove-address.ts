import { randomInt, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { GuessLimits } from '../../access/guess-limits.js';
import { AuditRecorder } from '../../audit/recording.js';
import { Clock } from '../../config/clock.js';
import type { Lookups, Transaction } from '../../database/transaction.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { CountersignError } from '../../errors/countersign-error.js';
import { Mails } from '../../mail/mails.js';
import { KeyedHash } from '../../secrets/keyed-hash.js';
import { hashSecret, makeSecret } from '../../secrets/lookup-secret.js';
import { userEvent } from '../users/user-events.js';
import { type OpenLink, UserLinkOpener } from './open-link.js';
import { CODE_LIFETIME, isOpen, type UserLink } from './user-link.js';
import { UserLinkStore } from './user-link.store.js';

const CODE_DIGITS = 8;

/** From where somebody asks or guesses. */
interface FromBrowser {
  readonly token: string;
  /** The secret that this browser was given with the code; undefined: none. */
  readonly browser: string | undefined;
  /** Address of the client, for limits. */
  readonly address: string;
}

/**
 * Proves that whoever follows a link reads the user's mail: a code is mailed to the address and has to be entered in the browser
 * that asked for it. The link alone proves nothing, because it may have been forwarded, or read by whoever set up the account.
 */
@Injectable()
export class AddressProof {
  constructor(
    private readonly opener: UserLinkOpener,
    private readonly links: UserLinkStore,
    private readonly mails: Mails,
    private readonly limits: GuessLimits,
    private readonly keyedHash: KeyedHash,
    private readonly audit: AuditRecorder,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /**
   * Mails a code. Where the link needs none, this browser is the one that has proved the address.
   * @returns the secret that this browser keeps in a cookie
   * @throws CountersignError `login.too_many_guesses`, `people.link_unknown`, `people.link_ended`
   */
  async begin({ token, address }: FromBrowser): Promise<{ readonly opened: OpenLink; readonly browser: string }> {
    const opened = await this.opener.open(token, undefined);
    await this.limits.count({ guessed: 'code_mail', tenantId: opened.tenant.id, account: opened.link.id, address });
    const browser = makeSecret(256);
    await this.unitOfWork.run(async (transaction) => {
      const link = await this.lockOpen(transaction, opened);
      if (link.needsCode) await this.mailCode(transaction, opened, browser);
      else await this.prove(transaction, opened, hashSecret(browser));
    });
    return { opened, browser };
  }

  /**
   * @returns whether the code was right: the address is proved in this browser, for half an hour
   * @throws CountersignError `login.too_many_guesses`, `people.link_unknown`, `people.link_ended`
   */
  async enter({ token, browser, address }: FromBrowser, code: string): Promise<boolean> {
    const opened = await this.opener.open(token, browser);
    if (opened.step !== 'enter_code' || browser === undefined) return false;
    const { link, tenant } = opened;
    const guess = await this.limits.count({ guessed: 'mailed_code', tenantId: tenant.id, account: link.id, address });
    const entered = await this.hashOf(this.unitOfWork.lookups, link, code.replace(/[\s-]/gu, ''));
    const isRight = await this.unitOfWork.run(async (transaction) => {
      const { codeHash, codeExpiresAt, browserHash } = await this.lockOpen(transaction, opened);
      const brought = hashSecret(browser);
      const isMeant =
        browserHash?.equals(brought) === true && codeExpiresAt !== null && codeExpiresAt > this.clock.now();
      if (!isMeant || codeHash === null || !timingSafeEqual(codeHash, entered)) return false;
      await this.prove(transaction, opened, brought);
      return true;
    });
    if (isRight) await guess.right();
    return isRight;
  }

  private async lockOpen(transaction: Transaction, { link }: OpenLink): Promise<UserLink> {
    const locked = await this.links.lock(transaction, link.tenantId, link.id);
    if (locked === null || !isOpen(locked, this.clock.now())) throw new CountersignError('people.link_ended');
    return locked;
  }

  private async mailCode(transaction: Transaction, { link, user }: OpenLink, browser: string): Promise<void> {
    const code = String(randomInt(10 ** CODE_DIGITS)).padStart(CODE_DIGITS, '0');
    const codeExpiresAt = new Date(this.clock.now().getTime() + CODE_LIFETIME);
    const codeHash = await this.hashOf(transaction, link, code);
    await this.links.saveCode(transaction, link, { codeHash, codeExpiresAt, browserHash: hashSecret(browser) });
    await this.mails.withdraw(transaction, user, ['code']);
    await this.mails.enqueue(transaction, { to: user, content: { kind: 'code', code }, expiresAt: codeExpiresAt });
  }

  private async prove(transaction: Transaction, { link, user }: OpenLink, browserHash: Buffer): Promise<void> {
    const now = this.clock.now();
    await this.links.saveProof(transaction, link, browserHash, now);
    const actor = { type: 'user', id: user.id } as const;
    const data = { linkId: link.id, by: link.needsCode ? 'mailed_code' : 'link_shown_to_the_operator' };
    await this.audit.record(transaction, [userEvent(user, { type: 'user.address_proved', actor, now, data })]);
  }

  /** Keyed, because eight digits are soon tried out. */
  private hashOf(reading: Lookups, { id, tenantId }: UserLink, code: string): Promise<Buffer> {
    return this.keyedHash.of(reading, tenantId, 'user_link_code', JSON.stringify([id, code]));
  }
}
