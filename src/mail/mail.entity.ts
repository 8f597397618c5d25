import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Language } from '../http/languages.js';
import type { MailKind } from './mail.js';

/** How a mail has ended: accepted by the mail server, refused for good, too late, or its recipient was erased. */
export type MailEnd = 'sent' | 'refused' | 'expired' | 'erased';

@Entity('mail')
export class MailEntity {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ type: 'uuid' })
  tenantId!: string;

  @Column({ type: 'uuid' })
  userId!: string;

  @Column({ type: 'uuid' })
  dataKeyId!: string;

  @Column({ type: 'text' })
  kind!: MailKind;

  @Column({ type: 'text' })
  language!: Language;

  /** Recipient and what it says, sealed under the recipient's data key; null once it has ended. */
  @Column({ type: 'bytea', nullable: true })
  content!: Buffer | null;

  @Column({ type: 'timestamptz' })
  createdAt!: Date;

  @Column({ type: 'timestamptz' })
  expiresAt!: Date;

  @Column({ type: 'timestamptz', nullable: true })
  dueAt!: Date | null;

  @Column({ type: 'timestamptz', nullable: true })
  leasedUntil!: Date | null;

  @Column({ type: 'uuid', nullable: true })
  lease!: string | null;

  @Column({ type: 'integer' })
  tries!: number;

  /** Why the last try failed: a code, never the words of a mail server. */
  @Column({ type: 'text', nullable: true })
  failure!: string | null;

  @Column({ type: 'text', nullable: true })
  endedAs!: MailEnd | null;

  @Column({ type: 'timestamptz', nullable: true })
  endedAt!: Date | null;
}
