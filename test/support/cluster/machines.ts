import { type ChildProcess, execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { freePort } from '../service/free-port.js';
import { spawnTelling, unprivileged } from './unprivileged.js';

const run = promisify(execFile);

/** A machine of its own to whoever runs on it: with an address, and a network that can be cut. */
export interface Machine {
  readonly name: string;
  readonly address: string;
  /** A port on which nobody listens there. */
  port(usual: number): Promise<number>;
  /** Starts a program there, as the user that databases run as. */
  spawn(command: string, args: readonly string[], output: (text: string) => void): ChildProcess;
  /** Ids of everything that runs there; without namespaces of what was started there and is known. */
  processes(): Promise<readonly number[]>;
  /** Nothing reaches it and it reaches nothing, as when its cable is pulled. */
  cutOff(): Promise<void>;
  /** It does not reach the others, while this process goes on reaching it. */
  cutFrom(others: readonly Machine[]): Promise<void>;
  heal(): Promise<void>;
}

/** Machines beside each other. */
export interface Machines {
  /** Whether networks can be cut: Linux, root, and network namespaces. */
  readonly haveNetworks: boolean;
  add(name: string): Promise<Machine>;
  close(): Promise<void>;
}

const isRoot = process.getuid?.() === 0;

const ip = (...args: string[]): Promise<unknown> => run('ip', args);

/** A network namespace on a bridge, on which the tests have an address too. */
class NamespacedMachine implements Machine {
  private blocked: readonly string[] = [];

  constructor(
    readonly name: string,
    readonly address: string,
    private readonly namespace: string,
    private readonly cable: string,
  ) {}

  port(usual: number): Promise<number> {
    return Promise.resolve(usual);
  }

  spawn(command: string, args: readonly string[], output: (text: string) => void): ChildProcess {
    return spawnTelling(['ip', 'netns', 'exec', this.namespace, ...unprivileged(command, args)], output);
  }

  async processes(): Promise<readonly number[]> {
    const { stdout } = await run('ip', ['netns', 'pids', this.namespace]);
    return stdout.split('\n').filter(Boolean).map(Number);
  }

  async cutOff(): Promise<void> {
    await ip('link', 'set', this.cable, 'down');
  }

  async cutFrom(others: readonly Machine[]): Promise<void> {
    this.blocked = others.filter((other) => other !== this).map(({ address }) => `${address}/32`);
    for (const address of this.blocked) await ip('-n', this.namespace, 'route', 'add', 'blackhole', address);
  }

  async heal(): Promise<void> {
    for (const address of this.blocked) await ip('-n', this.namespace, 'route', 'del', 'blackhole', address);
    this.blocked = [];
    await ip('link', 'set', this.cable, 'up');
  }
}

/** This machine under another name: what needs a network of its own cannot be done. */
class LoopbackMachine implements Machine {
  readonly address = '127.0.0.1';
  private readonly started: ChildProcess[] = [];

  constructor(readonly name: string) {}

  port(): Promise<number> {
    return freePort();
  }

  spawn(command: string, args: readonly string[], output: (text: string) => void): ChildProcess {
    const child = spawnTelling(unprivileged(command, args), output);
    this.started.push(child);
    return child;
  }

  processes(): Promise<readonly number[]> {
    const running = this.started.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null);
    return Promise.resolve(running.flatMap(({ pid }) => pid ?? []));
  }

  cutOff(): Promise<void> {
    return Promise.reject(new Error('There is no network to cut'));
  }

  cutFrom(): Promise<void> {
    return this.cutOff();
  }

  heal(): Promise<void> {
    return Promise.resolve();
  }
}

/** Names of interfaces have at most 15 characters. */
const prefix = `cs${process.pid % 100_000}`;

async function onBridge(): Promise<Machines> {
  const bridge = `${prefix}br`;
  // For benchmarks of networks (RFC 2544): nobody's.
  const subnet = `198.18.${process.pid % 250}`;
  await ip('link', 'add', bridge, 'type', 'bridge');
  const namespaces: string[] = [];
  const close = async (): Promise<void> => {
    for (const namespace of namespaces) await ip('netns', 'del', namespace);
    await ip('link', 'del', bridge);
  };
  try {
    await ip('addr', 'add', `${subnet}.254/24`, 'dev', bridge);
    await ip('link', 'set', bridge, 'up');
  } catch (error) {
    await close();
    throw error;
  }
  return {
    haveNetworks: true,
    async add(name) {
      const number = namespaces.length + 1;
      const [namespace, cable, address] = [`${prefix}n${number}`, `${prefix}c${number}`, `${subnet}.${number}`];
      await ip('netns', 'add', namespace);
      namespaces.push(namespace);
      await ip('link', 'add', cable, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', namespace);
      await ip('link', 'set', cable, 'master', bridge, 'up');
      await ip('-n', namespace, 'addr', 'add', `${address}/24`, 'dev', 'eth0');
      await ip('-n', namespace, 'link', 'set', 'eth0', 'up');
      await ip('-n', namespace, 'link', 'set', 'lo', 'up');
      return new NamespacedMachine(name, address, namespace, cable);
    },
    close,
  };
}

/** Machines in network namespaces where this process may make them, else all on the loopback address. */
export async function startMachines(): Promise<Machines> {
  if (isRoot) {
    const onNetworks = await onBridge().catch(() => null);
    if (onNetworks !== null) return onNetworks;
  }
  return {
    haveNetworks: false,
    add: (name) => Promise.resolve(new LoopbackMachine(name)),
    close: () => Promise.resolve(),
  };
}
