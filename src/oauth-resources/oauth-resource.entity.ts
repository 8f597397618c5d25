import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { OAuthResource } from './oauth-resource.js';

@Entity('oauth_resource')
export class OAuthResourceEntity {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ type: 'uuid' })
  tenantId!: string;

  @Column({ type: 'text' })
  identifier!: string;

  /** What two identifiers must not share, see resource-identifier.ts. */
  @Column({ type: 'text' })
  compared!: string;

  @Column({ type: 'text', array: true })
  scopes!: string[];

  @Column({ type: 'text', nullable: true })
  tokenFormat!: OAuthResource['tokenFormat'];

  @Column({ type: 'integer', nullable: true })
  accessSeconds!: number | null;

  @Column({ type: 'boolean' })
  mutualTlsRequired!: boolean;

  @Column({ type: 'integer' })
  revision!: number;

  @Column({ type: 'timestamptz' })
  createdAt!: Date;

  @Column({ type: 'timestamptz' })
  updatedAt!: Date;
}
