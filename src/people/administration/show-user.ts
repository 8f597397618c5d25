import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { Clock } from '../../config/clock.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import type { MailRecord } from '../../mail/mail.store.js';
import { Mails } from '../../mail/mails.js';
import { ProviderDirectory } from '../../providers/provider-directory.js';
import { StoredBindings } from '../account-binding/stored-bindings.js';
import type { BindingStanding } from '../bindings/binding.js';
import type { UserLink } from '../invitations/user-link.js';
import { UserLinkStore } from '../invitations/user-link.store.js';
import type { User } from '../users/user.js';
import type { userSchema } from '../users/user.schema.js';

type ShownUser = z.input<typeof userSchema>;

/** Puts together what administrators see of users. */
@Injectable()
export class UserPresenter {
  constructor(
    private readonly bindings: StoredBindings,
    private readonly links: UserLinkStore,
    private readonly providers: ProviderDirectory,
    private readonly mails: Mails,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  async show(user: User): Promise<ShownUser> {
    const [shown] = await this.showAll(user.tenantId, [user]);
    if (shown === undefined) throw new Error('Of one user one is shown');
    return shown;
  }

  async showAll(tenantId: string, users: readonly User[]): Promise<readonly ShownUser[]> {
    const ids = users.map(({ id }) => id);
    const { reading } = this.unitOfWork;
    const bindings = await this.bindings.standing(tenantId, ids);
    const links = await this.links.openOf(reading, tenantId, ids, this.clock.now());
    const mails = await this.mails.lastOf(reading, tenantId, ids, ['invitation', 'renewal']);
    const names = await this.providerNames(tenantId, users);
    const stale = await this.bindings.staleLinks(tenantId, [...links.values()], names);
    return users.map((user) => ({
      id: user.id,
      email: user.email,
      displayName: user.displayName,
      language: user.language,
      status: user.status,
      roles: [...user.roles],
      permissions: [...user.permissions],
      provider: user.providerId === null ? null : (names.get(user.providerId) ?? null),
      bindings: bindings.filter(({ userId }) => userId === user.id).map(showBinding),
      invitation: showInvitation(links.get(user.id), mails.get(user.id), stale),
      revision: user.revision,
      createdAt: user.createdAt.toISOString(),
      updatedAt: user.updatedAt.toISOString(),
      activatedAt: user.activatedAt?.toISOString() ?? null,
      lockedAt: user.lockedAt?.toISOString() ?? null,
    }));
  }

  private async providerNames(tenantId: string, users: readonly User[]): Promise<ReadonlyMap<string, string>> {
    const ids = [...new Set(users.flatMap(({ providerId }) => providerId ?? []))];
    const found = await Promise.all(ids.map(async (id) => [id, await this.providers.nameOf(tenantId, id)] as const));
    return new Map(found.flatMap(([id, name]) => (name === null ? [] : [[id, name]])));
  }
}

function showBinding({ providerName, issuer, subjectHash, boundAt, stale }: BindingStanding) {
  return {
    provider: providerName,
    issuer,
    subjectHash: subjectHash.toString('hex'),
    boundAt: boundAt.toISOString(),
    stale,
  };
}

function showInvitation(
  link: UserLink | undefined,
  mail: MailRecord | undefined,
  stale: ReadonlySet<string>,
): ShownUser['invitation'] {
  if (link === undefined || link.kind === 'confirmation') return null;
  const { id, kind, expiresAt } = link;
  const shown = mail === undefined ? null : { state: mail.state, failure: mail.failure };
  return { kind, expiresAt: expiresAt.toISOString(), mail: shown, stale: stale.has(id) };
}
