import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Permission } from '../../access/permission.js';

/** A tenant's own role. Those that every tenant has stand in `built-in-roles.ts`. */
@Entity('user_role')
export class RoleEntity {
  @PrimaryColumn({ type: 'uuid' })
  tenantId!: string;

  @PrimaryColumn({ type: 'text' })
  name!: string;

  @Column({ type: 'text' })
  description!: string;

  @Column({ type: 'text', array: true })
  permissions!: readonly Permission[];

  @Column({ type: 'integer' })
  revision!: number;

  @Column({ type: 'timestamptz' })
  createdAt!: Date;

  @Column({ type: 'timestamptz' })
  updatedAt!: Date;
}
