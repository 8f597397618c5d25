import { readdirSync, readFileSync } from 'node:fs';

/** Kernel clock ticks per second, as `/proc` counts CPU time on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

interface Stat {
  readonly parent: number;
  /** Of the process itself, in milliseconds. */
  readonly cpuMs: number;
  /** Of its children that have ended and were waited for, in milliseconds. */
  readonly endedChildrenCpuMs: number;
}

function readStat(pid: number): Stat | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name of the command stands in brackets and may hold anything; the third field follows it.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const field = (number: number): number => Number(fields[number - 3]);
    const toMs = (ticks: number): number => (ticks * 1000) / TICKS_PER_SECOND;
    return { parent: field(4), cpuMs: toMs(field(14) + field(15)), endedChildrenCpuMs: toMs(field(16) + field(17)) };
  } catch {
    return null;
  }
}

/** CPU time of a process in milliseconds, user and system, all threads (proc(5), `stat` fields 14 and 15). */
export function cpuOf(pid: number): number {
  return readStat(pid)?.cpuMs ?? 0;
}

/** CPU time of a server that forks: itself, its children, and the children that have ended. */
export function cpuOfTree(pid: number): number {
  const own = readStat(pid);
  if (own === null) return 0;
  const children = readdirSync('/proc')
    .map(Number)
    .filter((candidate) => Number.isInteger(candidate))
    .map(readStat)
    .filter((stat) => stat?.parent === pid);
  return own.cpuMs + own.endedChildrenCpuMs + children.reduce((sum, child) => sum + (child?.cpuMs ?? 0), 0);
}

function memory(pid: number, field: 'VmHWM' | 'VmRSS'): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0) / 1024;
}

/** Largest resident memory that the process ever had, in MiB (proc(5), `VmHWM`). */
export const peakMemoryOf = (pid: number): number => memory(pid, 'VmHWM');

/** Resident memory now, in MiB. */
export const memoryOf = (pid: number): number => memory(pid, 'VmRSS');
