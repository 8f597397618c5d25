import { Controller, Get, Header, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { Public } from '../../access/require-scope.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { CountersignError } from '../../errors/countersign-error.js';
import { ApiOkResponse, ApiProduces, ApiTags } from '../../http/described.js';
import { CheckpointStore } from '../checkpoints/checkpoint.store.js';
import { CheckpointKeys } from '../checkpoints/checkpoint-keys.js';
import { formatVerifierKey, verifierKeyOf } from '../log/signed-note.js';
import { TreeStore } from '../sequencer/tree.store.js';
import {
  consistencyProofSchema,
  consistencyQuerySchema,
  inclusionProofSchema,
  inclusionQuerySchema,
} from './proof.schemas.js';
import { Proofs } from './proofs.js';

/** Changes with every checkpoint; a few seconds are harmless and spare the database a crowd. */
const FOR_SECONDS = 'public, max-age=2';

/** The log over all events. It holds hashes only, so it is served to anyone. */
@ApiTags('Audit log')
@Public()
@Controller('v1/audit')
export class AuditLogController {
  constructor(
    private readonly proofs: Proofs,
    private readonly keys: CheckpointKeys,
    private readonly checkpoints: CheckpointStore,
    private readonly tree: TreeStore,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** The keys that verify checkpoints, one a line, the present one first. */
  @Get('key')
  @Header('content-type', 'text/plain; charset=utf-8')
  @Header('cache-control', 'public, max-age=300')
  @ApiProduces('text/plain')
  @ApiOkResponse({ description: 'Verifier keys (C2SP signed-note) `name+hash+base64`, one a line.' })
  async key(): Promise<string> {
    const origin = (await this.checkpoints.origins(this.unitOfWork.reading)).at(-1);
    if (origin === undefined) throw new CountersignError('service.unavailable');
    const lines = this.keys.signing(origin.origin).map((key) => formatVerifierKey(verifierKeyOf(key)));
    return `${lines.join('\n')}\n`;
  }

  @Get('checkpoint')
  @Header('content-type', 'text/plain; charset=utf-8')
  @Header('cache-control', FOR_SECONDS)
  @ApiProduces('text/plain')
  @ApiOkResponse({
    description: 'The last checkpoint (C2SP tlog-checkpoint). `Last-Modified` says when it was signed.',
  })
  async checkpoint(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const { note, signedAt } = await this.proofs.checkpoint();
    void reply.header('last-modified', signedAt.toUTCString());
    return note;
  }

  @Get('proofs/inclusion')
  @Header('cache-control', FOR_SECONDS)
  @ApiOkResponse({ standardSchema: inclusionProofSchema })
  async inclusion(
    @Query({ schema: inclusionQuerySchema }) { leafHash }: z.infer<typeof inclusionQuerySchema>,
  ): Promise<z.infer<typeof inclusionProofSchema>> {
    const { size, note } = await this.proofs.checkpoint();
    const index = await this.tree.findLeaf(this.unitOfWork.reading, Buffer.from(leafHash, 'hex'));
    if (index === null || index >= size) throw new CountersignError('audit.leaf_unknown');
    const proof = await this.proofs.inclusion(index, size);
    return { leafHash, leafIndex: index, treeSize: size, proof: proof.map(base64), checkpoint: note };
  }

  @Get('proofs/consistency')
  @Header('cache-control', FOR_SECONDS)
  @ApiOkResponse({ standardSchema: consistencyProofSchema })
  async consistency(
    @Query({ schema: consistencyQuerySchema }) { from, to }: z.infer<typeof consistencyQuerySchema>,
  ): Promise<z.infer<typeof consistencyProofSchema>> {
    const { size, note } = await this.proofs.checkpoint();
    if (to > size) {
      throw new CountersignError('request.invalid', {
        faults: [{ path: 'query.to', message: `expected at most ${size}, the size of the last checkpoint` }],
      });
    }
    return { from, to, proof: (await this.proofs.consistency(from, to)).map(base64), checkpoint: note };
  }
}

function base64(hash: Buffer): string {
  return hash.toString('base64');
}
