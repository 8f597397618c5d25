import { existsSync, mkdirSync, rmdirSync, writeFileSync } from 'node:fs';

const PERIOD_US = 100_000;
/** Control groups of version 1 have a folder per controller, those of version 2 one for all. */
const VERSION_1 = '/sys/fs/cgroup/cpu';
const VERSION_2 = '/sys/fs/cgroup';

/** Lets processes have a share of one core each and no more, as a small machine would. Linux, as root. */
export class CpuLimits {
  private readonly directories: string[] = [];

  /** @param share of one core, e.g. 0.25 */
  constructor(private readonly share: number) {
    process.once('exit', () => {
      this.lift();
    });
  }

  /** @throws Error where control groups cannot be made */
  limit(pid: number): void {
    const first = existsSync(`${VERSION_1}/cpu.cfs_quota_us`);
    const directory = `${first ? VERSION_1 : VERSION_2}/countersign-bench-${pid}`;
    const quota = String(Math.round(this.share * PERIOD_US));
    if (!first) writeFileSync(`${VERSION_2}/cgroup.subtree_control`, '+cpu');
    mkdirSync(directory);
    this.directories.push(directory);
    if (first) {
      writeFileSync(`${directory}/cpu.cfs_period_us`, String(PERIOD_US));
      writeFileSync(`${directory}/cpu.cfs_quota_us`, quota);
    } else {
      writeFileSync(`${directory}/cpu.max`, `${quota} ${PERIOD_US}`);
    }
    writeFileSync(`${directory}/cgroup.procs`, String(pid));
  }

  /** Removes the groups. The processes in them must have ended. */
  lift(): void {
    for (const directory of this.directories.splice(0)) {
      try {
        rmdirSync(directory);
      } catch {
        // A process in it has not ended yet; an empty group costs nothing.
      }
    }
  }
}
