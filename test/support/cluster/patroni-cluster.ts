import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Machine, type Machines, startMachines } from './machines.js';
import { giveToUnprivileged, havePostgresql, POSTGRESQL } from './unprivileged.js';

/** Whether a cluster can be had here: Debian's packages patroni and etcd-server. */
export const havePatroni = havePostgresql && ['/usr/bin/patroni', '/usr/bin/etcd'].every((path) => existsSync(path));

/** Seconds; the smallest for which Patroni works: the leader's lease, how often each member looks, how long it tries. */
const TIMES = { ttl: 10, loop_wait: 1, retry_timeout: 3 };

/** Of a throw-away cluster on an address of this machine. */
const PASSWORD = 'cluster';

/** One PostgreSQL server of the cluster, on a machine of its own. */
export interface Member {
  readonly machine: Machine;
  readonly port: number;
  readonly restPort: number;
  readonly dataDirectory: string;
}

interface Standing {
  readonly name: string;
  readonly role: string;
  readonly state: string;
  readonly lag?: number | string;
}

interface ClusterOptions {
  /** What each server is told besides. */
  readonly parameters?: Readonly<Record<string, string>>;
}

/** PostgreSQL under Patroni and etcd: one primary, one synchronous standby and one asynchronous one. */
export class PatroniCluster {
  readonly members: Member[] = [];
  private readonly patroni = new Map<Member, ChildProcess>();
  private etcd: { readonly machine: Machine; readonly child: ChildProcess; readonly url: string } | null = null;
  private output = '';

  private constructor(
    private readonly machines: Machines,
    private readonly directory: string,
    private readonly options: ClusterOptions,
  ) {}

  static async start(options: ClusterOptions = {}): Promise<PatroniCluster> {
    const directory = await mkdtemp(join(tmpdir(), 'countersign-cluster-'));
    await chmod(directory, 0o755);
    const cluster = new PatroniCluster(await startMachines(), directory, options);
    try {
      await cluster.startEtcd();
      for (const name of ['one', 'two', 'three']) await cluster.add(name);
      for (const member of cluster.members) cluster.startPatroni(member);
      await cluster.untilWhole();
      return cluster;
    } catch (error) {
      await cluster.close();
      throw new Error(`The cluster does not start: ${cluster.output.slice(-4_000)}`, { cause: error });
    }
  }

  /** Whether networks can be cut here. */
  get haveNetworks(): boolean {
    return this.machines.haveNetworks;
  }

  /** What the service is given: all servers, of which the one that takes writes is followed. */
  url(user = 'postgres', database = 'postgres'): string {
    const hosts = this.members.map(({ machine, port }) => `${machine.address}:${port}`).join(',');
    return `postgresql://${user}:${PASSWORD}@${hosts}/${database}?target_session_attrs=read-write`;
  }

  urlOf({ machine, port }: Member): string {
    return `postgresql://postgres:${PASSWORD}@${machine.address}:${port}/postgres`;
  }

  /** @throws Error when there is none at present */
  async primary(): Promise<Member> {
    const leader = (await this.standings()).find(({ role }) => role === 'leader');
    const member = this.members.find(({ machine }) => machine.name === leader?.name);
    if (member === undefined) throw new Error('There is no primary');
    return member;
  }

  /** Those that follow, the synchronous one first. */
  async standbys(): Promise<readonly Member[]> {
    const standings = await this.standings();
    const roleOf = ({ machine }: Member): string => standings.find(({ name }) => name === machine.name)?.role ?? '';
    return this.members
      .filter((member) => roleOf(member) !== 'leader')
      .toSorted((one, other) => roleOf(other).localeCompare(roleOf(one)));
  }

  /** Hands over to the synchronous standby. */
  async switchOver(): Promise<void> {
    const from = await this.primary();
    const [to] = await this.standbys();
    if (to === undefined) throw new Error('There is no standby');
    const answer = await fetch(`${restOf(from)}/switchover`, {
      method: 'POST',
      body: JSON.stringify({ leader: from.machine.name, candidate: to.machine.name }),
      signal: AbortSignal.timeout(60_000),
    });
    if (!answer.ok) throw new Error(`No switch-over: ${await answer.text()}`);
  }

  /** kill -9 of the whole machine, or of PostgreSQL alone: Patroni goes on there. */
  async kill(member: Member, what: 'machine' | 'server'): Promise<void> {
    const file = await readFile(join(member.dataDirectory, 'postmaster.pid'), 'utf8');
    const server = Number(file.split('\n', 1)[0]);
    const all = what === 'machine' ? await member.machine.processes() : [];
    for (const id of new Set([...all, server])) {
      try {
        process.kill(id, 'SIGKILL');
      } catch {
        // It has ended by itself: whoever it depended on was killed before.
      }
    }
  }

  /** After `kill`. */
  revive(member: Member): void {
    const patroni = this.patroni.get(member);
    if (patroni === undefined || patroni.exitCode !== null || patroni.signalCode !== null) this.startPatroni(member);
  }

  /** Cuts it from the other servers and from etcd, while whoever is outside goes on reaching it. */
  async cutFromRest(member: Member): Promise<void> {
    await member.machine.cutFrom([
      ...this.members.map(({ machine }) => machine),
      ...(this.etcd ? [this.etcd.machine] : []),
    ]);
  }

  /** Until there is a primary, a synchronous standby and another one that streams. */
  async untilWhole(): Promise<void> {
    const deadline = Date.now() + 120_000;
    let last = '';
    while (Date.now() < deadline) {
      const standings = await this.standings().catch(() => []);
      last = JSON.stringify(standings);
      const roles = standings.filter(({ state }) => ['running', 'streaming'].includes(state)).map(({ role }) => role);
      if (roles.toSorted().join() === 'leader,replica,sync_standby' && (await this.everyoneStreams())) return;
      await sleep(250);
    }
    throw new Error(`The cluster is not whole: ${last}; ${this.output.slice(-3_000)}`);
  }

  async close(): Promise<void> {
    const children = [...this.patroni.values(), ...(this.etcd === null ? [] : [this.etcd.child])];
    const machines = [...this.members.map(({ machine }) => machine), ...(this.etcd ? [this.etcd.machine] : [])];
    for (const member of this.members) await this.kill(member, 'machine').catch(() => undefined);
    for (const machine of machines)
      for (const id of await machine.processes().catch(() => []))
        try {
          process.kill(id, 'SIGKILL');
        } catch {
          // Gone already.
        }
    for (const child of children) child.kill('SIGKILL');
    await sleep(300);
    await this.machines.close().catch(() => undefined);
    await rm(this.directory, { recursive: true, force: true, maxRetries: 5 });
  }

  private async standings(): Promise<readonly Standing[]> {
    for (const member of this.members) {
      const answer = await fetch(`${restOf(member)}/cluster`, { signal: AbortSignal.timeout(1_000) }).catch(() => null);
      if (answer?.ok !== true) continue;
      const { members } = (await answer.json()) as { members: readonly Standing[] };
      return members;
    }
    throw new Error('No member answers');
  }

  /** Patroni calls a standby running before it has caught up. */
  private async everyoneStreams(): Promise<boolean> {
    const answer = await fetch(`${restOf(await this.primary())}/patroni`, { signal: AbortSignal.timeout(1_000) });
    const { replication = [] } = (await answer.json()) as { replication?: readonly { readonly state: string }[] };
    return replication.filter(({ state }) => state === 'streaming').length === this.members.length - 1;
  }

  private async startEtcd(): Promise<void> {
    const machine = await this.machines.add('etcd');
    const [client, peer] = [await machine.port(2379), await machine.port(2380)];
    const url = `http://${machine.address}:${client}`;
    const peers = `http://127.0.0.1:${peer}`;
    const args = ['--name', 'etcd', '--data-dir', await this.directoryFor('etcd')];
    args.push('--listen-client-urls', url, '--advertise-client-urls', url);
    args.push(
      '--listen-peer-urls',
      peers,
      '--initial-advertise-peer-urls',
      peers,
      '--initial-cluster',
      `etcd=${peers}`,
    );
    this.etcd = { machine, child: machine.spawn('/usr/bin/etcd', args, this.keep), url };
  }

  private async add(name: string): Promise<void> {
    const machine = await this.machines.add(name);
    const [port, restPort] = [await machine.port(5432), await machine.port(8008)];
    const directory = await this.directoryFor(name);
    const member = { machine, port, restPort, dataDirectory: join(directory, 'data') };
    this.members.push(member);
    await writeFile(join(directory, 'patroni.yml'), JSON.stringify(this.configurationOf(member, directory)));
  }

  private configurationOf({ machine, port, restPort, dataDirectory }: Member, directory: string): object {
    const place = `${machine.address}:${port}`;
    const rest = `${machine.address}:${restPort}`;
    return {
      scope: 'countersign',
      name: machine.name,
      restapi: { listen: rest, connect_address: rest },
      etcd3: { hosts: this.etcd?.url.replace('http://', '') },
      bootstrap: {
        dcs: {
          ...TIMES,
          maximum_lag_on_failover: 1_048_576,
          synchronous_mode: true,
          postgresql: {
            use_pg_rewind: true,
            use_slots: true,
            parameters: {
              max_connections: '80',
              shared_buffers: '64MB',
              // Processes are killed here, not machines: what was written is in the system's cache.
              fsync: 'off',
              wal_log_hints: 'on',
              wal_sender_timeout: '5s',
              wal_receiver_timeout: '5s',
              wal_keep_size: '512MB',
              ...this.options.parameters,
            },
          },
        },
        initdb: [{ encoding: 'UTF8' }, { locale: 'C.UTF-8' }],
      },
      postgresql: {
        listen: place,
        connect_address: place,
        data_dir: dataDirectory,
        bin_dir: POSTGRESQL,
        pgpass: join(directory, 'pgpass'),
        authentication: {
          superuser: { username: 'postgres', password: PASSWORD },
          replication: { username: 'replicator', password: PASSWORD },
        },
        pg_hba: ['local all all trust', 'host all all all scram-sha-256', 'host replication all all scram-sha-256'],
        parameters: { unix_socket_directories: directory },
      },
    };
  }

  private startPatroni(member: Member): void {
    const configuration = join(this.directory, member.machine.name, 'patroni.yml');
    this.patroni.set(member, member.machine.spawn('/usr/bin/patroni', [configuration], this.keep));
  }

  /** A directory that belongs to the user that databases run as. */
  private async directoryFor(name: string): Promise<string> {
    const directory = join(this.directory, name);
    await mkdir(directory, { mode: 0o700 });
    await giveToUnprivileged(directory);
    return directory;
  }

  private readonly keep = (text: string): void => {
    this.output = `${this.output}${text}`.slice(-20_000);
  };
}

const restOf = ({ machine, restPort }: Member): string => `http://${machine.address}:${restPort}`;
