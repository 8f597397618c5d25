import { Column, Entity, PrimaryColumn } from 'typeorm';

/**
 * What a link is for. `invitation`: a user sets up for the first time how they log in; `renewal`: somebody who could log in sets it up
 * anew; `confirmation`: the user says that they still log in at a provider whose settings have changed.
 */
export type UserLinkKind = 'invitation' | 'renewal' | 'confirmation';

@Entity('user_link')
export class UserLinkEntity {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ type: 'uuid' })
  tenantId!: string;

  @Column({ type: 'uuid' })
  userId!: string;

  @Column({ type: 'text' })
  kind!: UserLinkKind;

  @Column({ type: 'bytea' })
  tokenHash!: Buffer;

  /** The provider to be bound; null: the user chooses a password. */
  @Column({ type: 'uuid', nullable: true })
  providerId!: string | null;

  @Column({ type: 'uuid', nullable: true })
  bindingId!: string | null;

  /** Hash of what the provider was set to when the user was invited to it; null: whatever it is set to. */
  @Column({ type: 'text', nullable: true })
  identitySettings!: string | null;

  /** Whether a code that is mailed to the address proves it; not where no mail can be sent to a tenant's first user. */
  @Column({ type: 'boolean' })
  needsCode!: boolean;

  @Column({ type: 'bytea', nullable: true })
  codeHash!: Buffer | null;

  @Column({ type: 'timestamptz', nullable: true })
  codeExpiresAt!: Date | null;

  /** Of the cookie of the browser that asked for the code: only there it proves anything. */
  @Column({ type: 'bytea', nullable: true })
  browserHash!: Buffer | null;

  /** When the code was entered in that browser. */
  @Column({ type: 'timestamptz', nullable: true })
  provedAt!: Date | null;

  /** Why the last login at the provider did not bind anything. */
  @Column({ type: 'text', nullable: true })
  failure!: string | null;

  @Column({ type: 'timestamptz' })
  createdAt!: Date;

  @Column({ type: 'timestamptz' })
  expiresAt!: Date;

  @Column({ type: 'timestamptz', nullable: true })
  endedAt!: Date | null;

  /** When it did what it was for; then it has ended. */
  @Column({ type: 'timestamptz', nullable: true })
  usedAt!: Date | null;
}
