import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Language } from '../../http/languages.js';

@Entity('tenant_settings')
export class TenantSettingsEntity {
  @PrimaryColumn({ type: 'uuid' })
  tenantId!: string;

  @Column({ type: 'text' })
  defaultLanguage!: Language;

  @Column({ type: 'integer', nullable: true })
  extendedLoginDays!: number | null;

  @Column({ type: 'integer' })
  revision!: number;

  @Column({ type: 'timestamptz' })
  updatedAt!: Date;
}
