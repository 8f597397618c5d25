import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { PolicyConditions, PolicyDemands, TokenPolicy } from './rules/token-policy.js';

@Entity('token_policy')
export class TokenPolicyEntity {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ type: 'uuid' })
  tenantId!: string;

  @Column({ type: 'text' })
  level!: TokenPolicy['level'];

  @Column({ type: 'text', nullable: true })
  subject!: string | null;

  @Column({ type: 'jsonb' })
  conditions!: PolicyConditions;

  @Column({ type: 'jsonb' })
  demands!: PolicyDemands;

  @Column({ type: 'text' })
  effect!: TokenPolicy['effect'];

  @Column({ type: 'text' })
  reason!: string;

  @Column({ type: 'integer' })
  revision!: number;

  @Column({ type: 'timestamptz' })
  createdAt!: Date;

  @Column({ type: 'timestamptz' })
  updatedAt!: Date;
}
