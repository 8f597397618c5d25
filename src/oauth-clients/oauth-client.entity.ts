import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ClientGrant } from '../access/oauth-client-terms.js';
import type { PrincipalActor } from '../access/principal.js';
import type { ClientAuthentication, OAuthClient } from './oauth-client.js';

@Entity('oauth_client')
export class OAuthClientEntity {
  @PrimaryColumn({ type: 'text' })
  id!: string;

  @Column({ type: 'uuid' })
  tenantId!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text' })
  integration!: OAuthClient['integration'];

  @Column({ type: 'text', array: true })
  grants!: readonly ClientGrant[];

  @Column({ type: 'text', array: true })
  redirectUris!: readonly string[];

  @Column({ type: 'text', array: true })
  scopes!: readonly string[];

  @Column({ type: 'jsonb' })
  authentication!: ClientAuthentication;

  @Column({ type: 'text' })
  tokenBinding!: OAuthClient['tokens']['bound'];

  @Column({ type: 'text' })
  tokenFormat!: OAuthClient['tokens']['format'];

  @Column({ type: 'integer', nullable: true })
  accessSeconds!: number | null;

  @Column({ type: 'boolean' })
  refresh!: boolean;

  @Column({ type: 'text', default: 'ES256' })
  idTokenAlgorithm!: OAuthClient['tokens']['idTokenSignedResponseAlg'];

  @Column({ type: 'uuid', nullable: true })
  ownerId!: string | null;

  @Column({ type: 'boolean', default: true })
  enabled!: boolean;

  @Column({ type: 'integer', default: 0 })
  tokenEpoch!: number;

  @Column({ type: 'boolean', default: false })
  firstParty!: boolean;

  @Column({ type: 'integer' })
  revision!: number;

  @Column({ type: 'text' })
  createdByType!: PrincipalActor['type'];

  @Column({ type: 'text' })
  createdById!: string;

  @Column({ type: 'timestamptz' })
  createdAt!: Date;

  @Column({ type: 'timestamptz' })
  updatedAt!: Date;

  @Column({ type: 'timestamptz', nullable: true })
  deletedAt!: Date | null;
}
