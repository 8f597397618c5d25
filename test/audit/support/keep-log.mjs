// @ts-nocheck: runs as it is, on the built service
// Keeps the log as the service does, in a process of its own, and kills itself (SIGKILL) in the gap that it is told.
// Arguments: directory of the built service, database URL, key file, checkpoint file, gap
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [build, url, keyFile, checkpointFile, gap] = process.argv.slice(2);
const load = (file) => import(pathToFileURL(join(build, 'src', file)).href);

const { openDatabase } = await load('database/open-database.js');
const { auditEntities } = await load('audit/audit.entities.js');
const { UnitOfWork } = await load('database/unit-of-work.js');
const { hasWork } = await load('audit/sequencer/leader-state.js');
const { sequenceEvents } = await load('audit/sequencer/sequence-events.js');
const { TreeStore } = await load('audit/sequencer/tree.store.js');
const { CheckpointStore } = await load('audit/checkpoints/checkpoint.store.js');
const { parseCheckpointKeys } = await load('audit/checkpoints/checkpoint-keys.js');
const { CheckpointPublisher } = await load('audit/checkpoints/publish-checkpoint.js');
const { PromiseStore } = await load('audit/checkpoints/promise.store.js');
const { CheckpointFile } = await load('audit/checkpoints/published-checkpoint.js');

const dieIn = (name) => {
  if (gap === name) process.kill(process.pid, 'SIGKILL');
};

class DyingFile extends CheckpointFile {
  async write(note) {
    dieIn('between storing and publishing');
    await super.write(note);
    dieIn('after publishing');
  }
}

class DyingStore extends CheckpointStore {
  async add(transaction, origin, checkpoint) {
    dieIn('between signing and storing');
    await super.add(transaction, origin, checkpoint);
    dieIn('before the checkpoint is committed');
  }
}

const database = await openDatabase(
  { DATABASE_URL: url, DATABASE_POOL_SIZE: 4, DATA_DIR: '.', MIGRATION_DATABASE_URL: undefined },
  { entities: auditEntities, migrations: [] },
);
const unitOfWork = new UnitOfWork(database.dataSource);
const keys = parseCheckpointKeys(readFileSync(keyFile, 'utf8'), keyFile);
const published = new DyingFile(checkpointFile);
const publisher = new CheckpointPublisher(
  keys,
  published,
  new TreeStore(),
  new DyingStore(),
  new PromiseStore(),
  unitOfWork,
);

for (;;) {
  if (await hasWork(unitOfWork.reading)) {
    await unitOfWork.run(async (transaction) => {
      const sequenced = await sequenceEvents(transaction);
      if (sequenced !== null && sequenced.appended > 0) dieIn('before the leaves are committed');
    });
    dieIn('between committing and signing');
  }
  await publisher.publish();
  // Tells the test that one round is done.
  process.stdout.write('.');
}
