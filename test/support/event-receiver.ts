import type { Answer } from './http/answer.js';
import { answeringListener } from './http/answering-listener.js';
import { type LoopbackServer, type LoopbackServerOptions, startLoopbackServer } from './http/loopback-server.js';
import type { ReceivedRequest } from './http/received-request.js';

/** An event as it came in. */
export interface ReceivedEvent {
  readonly request: ReceivedRequest;
  readonly at: number;
  readonly body: {
    readonly type: string;
    readonly timestamp: string;
    readonly data: Readonly<Record<string, unknown>> & { readonly id: string; readonly envelopeId: string | null };
  };
}

/** What a receiver answers, by what it got and how many times it got that event before. */
type ReceiverBehaviour = (event: ReceivedEvent, before: number) => Answer | Promise<Answer>;

const accept: ReceiverBehaviour = () => ({ status: 204 });

/** A server that events are delivered to, as somebody's workflow would have it. */
export class EventReceiver {
  readonly events: ReceivedEvent[] = [];
  private behaviour: ReceiverBehaviour = accept;
  private server!: LoopbackServer;
  private readonly times = new Map<string, number>();
  private readonly heard = new Set<() => void>();

  static async start(options: LoopbackServerOptions = {}): Promise<EventReceiver> {
    const receiver = new EventReceiver();
    receiver.server = await startLoopbackServer(
      answeringListener((request) => receiver.receive(request)),
      options,
    );
    return receiver;
  }

  get url(): string {
    return `${this.server.origin}/events`;
  }

  get port(): number {
    return this.server.port;
  }

  behave(behaviour: ReceiverBehaviour | null): void {
    this.behaviour = behaviour ?? accept;
  }

  /** Types of what came in, in order. */
  types(): readonly string[] {
    return this.events.map(({ body }) => body.type);
  }

  /** Resolves once enough came in that fits. @throws Error after 30 seconds, naming what came */
  async until(count: number, fits: (event: ReceivedEvent) => boolean = () => true): Promise<readonly ReceivedEvent[]> {
    const deadline = Date.now() + 30_000;
    for (;;) {
      const found = this.events.filter(fits);
      if (found.length >= count) return found;
      const left = deadline - Date.now();
      if (left <= 0) throw new Error(`${found.length} of ${count} events came in: ${this.types().join(', ')}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, Math.min(left, 200));
        this.heard.add(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }

  close(): Promise<void> {
    return this.server.close();
  }

  private async receive(request: ReceivedRequest): Promise<Answer> {
    const event: ReceivedEvent = {
      request,
      at: Date.now(),
      body: JSON.parse(request.body) as ReceivedEvent['body'],
    };
    const before = this.times.get(event.body.data.id) ?? 0;
    this.times.set(event.body.data.id, before + 1);
    this.events.push(event);
    for (const hear of this.heard) hear();
    this.heard.clear();
    return this.behaviour(event, before);
  }
}
