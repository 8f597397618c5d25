import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { TenantTexts } from './mail-settings.js';

@Entity('mail_settings')
export class MailSettingsEntity {
  @PrimaryColumn({ type: 'uuid' })
  tenantId!: string;

  @Column({ type: 'text', nullable: true })
  senderName!: string | null;

  @Column({ type: 'jsonb' })
  texts!: TenantTexts;
}
