import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Actor } from '../../audit/recording.js';
import type { RevisionChange } from '../provider.js';

@Entity('provider_revision')
export class ProviderRevisionEntity {
  @PrimaryColumn({ type: 'uuid' })
  providerId!: string;

  @PrimaryColumn({ type: 'integer' })
  number!: number;

  @Column({ type: 'uuid' })
  tenantId!: string;

  @Column({ type: 'text' })
  issuer!: string;

  @Column({ type: 'jsonb' })
  configuration!: object;

  @Column({ type: 'text' })
  hash!: string;

  @Column({ type: 'text' })
  change!: RevisionChange;

  @Column({ type: 'text' })
  actorType!: Actor['type'];

  @Column({ type: 'text' })
  actorId!: string;

  @Column({ type: 'timestamptz' })
  createdAt!: Date;
}
