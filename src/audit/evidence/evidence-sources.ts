import { Injectable } from '@nestjs/common';
import { ReadReplica } from '../../database/read-replica.js';
import type { Reading } from '../../database/transaction.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { TiledTree } from '../log/tiled-tree.js';
import { TreeStore } from '../sequencer/tree.store.js';
import type { Trail } from '../trail/read-trail.js';
import { SealedStore } from '../trail/sealed.store.js';
import { usedThumbprints } from './package-entries.js';
import { supportingEvents } from './supporting-events.js';
import type { SupportingEvent } from './supporting-events.store.js';

/** Where the parts of a package are read from. Which parts there have to be is asked of the primary. */
@Injectable()
export class EvidenceSources {
  constructor(
    readonly leaves: TreeStore,
    readonly sealed: SealedStore,
    private readonly unitOfWork: UnitOfWork,
    private readonly replica: ReadReplica,
  ) {}

  get reading(): Reading {
    return this.replica.reading;
  }

  treeOf(size: number): TiledTree {
    return new TiledTree(size, (level, index, width) => this.leaves.tile(this.reading, level, index, width));
  }

  async supporting(trail: Trail): Promise<readonly SupportingEvent[]> {
    return supportingEvents(this.unitOfWork.reading, trail.stream.tenantId, await usedThumbprints(trail));
  }

  /** Whether a tree of `size` leaves has the whole trail and what supports it. */
  async hasAll(trail: Trail, supporting: readonly SupportingEvent[], size: number): Promise<boolean> {
    const { reading } = this.unitOfWork;
    const indexes = await this.leaves.findLeaves(
      reading,
      supporting.map((event) => event.id),
    );
    if (supporting.some(({ id }) => (indexes.get(id) ?? size) >= size)) return false;
    return (await this.leaves.countOfStream(reading, trail.stream.id, trail.stream.count, size)) === trail.stream.count;
  }
}
