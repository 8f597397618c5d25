import { Controller, Get, Header, Param, StreamableFile } from '@nestjs/common';
import { Public } from '../../access/require-scope.js';
import { ReadReplica } from '../../database/read-replica.js';
import { CountersignError } from '../../errors/countersign-error.js';
import { ApiExcludeEndpoint, ApiTags } from '../../http/described.js';
import { parseTilePath, tileWidth } from '../log/tiles.js';
import { TreeStore } from '../sequencer/tree.store.js';
import { Proofs } from './proofs.js';

/** The log as C2SP tlog-tiles, so that tools of others read it. Entries are not served: they are events of tenants. */
@ApiTags('Audit log')
@Public()
@Controller('v1/audit/tiles')
export class TilesController {
  constructor(
    private readonly proofs: Proofs,
    private readonly tree: TreeStore,
    private readonly replica: ReadReplica,
  ) {}

  @Get('checkpoint')
  @Header('content-type', 'text/plain; charset=utf-8')
  @Header('cache-control', 'public, max-age=2')
  @ApiExcludeEndpoint()
  async checkpoint(): Promise<string> {
    return (await this.proofs.checkpoint()).note;
  }

  /** A tile never changes once a checkpoint has promised it. */
  @Get('tile/*')
  @Header('cache-control', 'public, max-age=31536000, immutable')
  @ApiExcludeEndpoint()
  async tile(@Param('*') path: string): Promise<StreamableFile> {
    const tile = parseTilePath(path);
    if (tile === null) throw new CountersignError('request.not_found', { detail: 'Not the path of a tile' });
    const { size } = await this.proofs.checkpoint();
    if (tileWidth(tile.level, tile.index, size) < tile.width) {
      throw new CountersignError('request.not_found', {
        detail: `The log has ${size} leaves; they do not reach this tile`,
      });
    }
    const hashes = await this.tree.tile(this.replica.reading, tile.level, tile.index, tile.width);
    return new StreamableFile(Buffer.concat(hashes), { type: 'application/octet-stream' });
  }
}
