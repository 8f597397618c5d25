import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { wholeNumberColumn } from '../../database/whole-number-column.js';

@Entity('audit_checkpoint')
export class CheckpointEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: string;

  @Column({ type: 'integer' })
  originNumber!: number;

  @Column({ type: 'bigint', transformer: wholeNumberColumn })
  size!: number;

  @Column({ type: 'bytea' })
  root!: Buffer;

  @Column({ type: 'text' })
  note!: string;

  @Column({ type: 'timestamptz', default: () => 'now()' })
  signedAt!: Date;
}
