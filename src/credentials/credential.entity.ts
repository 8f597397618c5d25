import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { CredentialOwner, CredentialPurpose, PublicJwk } from './credential.js';

@Entity('credential')
export class CredentialEntity {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ type: 'uuid' })
  tenantId!: string;

  /** Kept by the database for the version before, which knows no other owner. */
  @Column({ type: 'uuid', nullable: true })
  providerId!: string | null;

  @Column({ type: 'text', default: 'provider' })
  ownerKind!: CredentialOwner['kind'];

  @Column({ type: 'uuid' })
  ownerId!: string;

  @Column({ type: 'text' })
  purpose!: CredentialPurpose;

  @Column({ type: 'integer' })
  version!: number;

  @Column({ type: 'integer' })
  firstRevision!: number;

  @Column({ type: 'integer', nullable: true })
  lastRevision!: number | null;

  /** Read only where a query names it. */
  @Column({ type: 'bytea', nullable: true, select: false })
  sealed!: Buffer | null;

  @Column({ type: 'text', nullable: true })
  keyId!: string | null;

  @Column({ type: 'jsonb', nullable: true })
  publicJwk!: PublicJwk | null;

  @Column({ type: 'boolean' })
  generated!: boolean;

  @Column({ type: 'timestamptz' })
  setAt!: Date;

  @Column({ type: 'timestamptz' })
  usableFrom!: Date;

  @Column({ type: 'timestamptz', nullable: true })
  expiresAt!: Date | null;

  @Column({ type: 'integer', nullable: true })
  expiryWarnedDays!: number | null;

  @Column({ type: 'timestamptz', nullable: true })
  retiredAt!: Date | null;

  @Column({ type: 'timestamptz', nullable: true })
  destroyedAt!: Date | null;
}
