import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";

/** Frame types a label may take: everything else a client sends is `other`, so that series stay few. */
const FRAME_TYPES = new Set([
  "private",
  "group",
  "typing",
  "read",
  "delivered",
  "user_status",
  "edit",
  "recall",
  "react",
  "resume",
  "ping",
]);

/** Read when somebody scrapes, never kept up to date by hand. */
export interface MetricSources {
  users(): Promise<number>;
  groups(): Promise<number>;
  connections(): number;
  writerDepth(): number;
  brokerConnected(): boolean;
}

/** The seven metrics of the contract with their exact names and labels, and what we add beside them. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #requests = new Counter({
    name: "chat_http_requests_total",
    help: "HTTP requests answered",
    labelNames: ["method", "endpoint", "status"],
    registers: [this.#registry],
  });
  readonly #seconds = new Histogram({
    name: "chat_http_request_duration_seconds",
    help: "Time to answer an HTTP request",
    labelNames: ["method", "endpoint"],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [this.#registry],
  });
  readonly #frames = new Counter({
    name: "chat_websocket_messages_total",
    help: "Frames received from clients",
    labelNames: ["type"],
    registers: [this.#registry],
  });
  readonly #messages = new Counter({
    name: "chat_messages_total",
    help: "Messages stored by this instance",
    registers: [this.#registry],
  });
  readonly #ackSeconds = new Histogram({
    name: "freshet_ack_seconds",
    help: "From frame received to acknowledgement handed over",
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [this.#registry],
  });
  readonly #resumes = new Counter({
    name: "freshet_resumes_total",
    help: "Resumes answered",
    registers: [this.#registry],
  });
  readonly #gaps = new Counter({
    name: "freshet_gaps_total",
    help: "Gaps in a conversation that were read from the database",
    registers: [this.#registry],
  });
  readonly #replicaReads = new Counter({
    name: "freshet_replica_reads_total",
    help: "Reads that the replica was asked for, by what came of it; all but `used` went to the primary",
    labelNames: ["outcome"],
    registers: [this.#registry],
  });
  readonly #closes = new Counter({
    name: "freshet_socket_closes_total",
    help: "Sockets closed by the server, by close code",
    labelNames: ["code"],
    registers: [this.#registry],
  });
  readonly #errors = new Counter({
    name: "freshet_errors_total",
    help: "Unexpected errors, by the part that caught them",
    labelNames: ["part"],
    registers: [this.#registry],
  });

  constructor(sources: MetricSources) {
    collectDefaultMetrics({ register: this.#registry });
    this.#gauge("chat_users_total", "Accounts that are not deleted", sources.users);
    this.#gauge("chat_groups_total", "Groups", sources.groups);
    this.#gauge("chat_websocket_connections_total", "Sockets open on this instance", sources.connections);
    this.#gauge("freshet_writer_depth", "Drafts waiting for a commit", sources.writerDepth);
    this.#gauge("freshet_broker_connected", "1 when events reach other instances", () => +sources.brokerConnected());
  }

  /** `endpoint` is the matched route pattern, never the raw path. */
  recordHttp(method: string, endpoint: string, status: number, seconds: number): void {
    this.#requests.inc({ method, endpoint, status: String(status) });
    this.#seconds.observe({ method, endpoint }, seconds);
  }

  recordFrame(type: string): void {
    this.#frames.inc({ type: FRAME_TYPES.has(type) ? type : "other" });
  }

  recordMessages(count: number): void {
    this.#messages.inc(count);
  }

  recordAck(seconds: number): void {
    this.#ackSeconds.observe(seconds);
  }

  recordResume(): void {
    this.#resumes.inc();
  }

  recordGap(): void {
    this.#gaps.inc();
  }

  recordReplicaRead(outcome: string): void {
    this.#replicaReads.inc({ outcome });
  }

  recordClose(code: number): void {
    this.#closes.inc({ code: String(code) });
  }

  recordError(part: string): void {
    this.#errors.inc({ part });
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  /** The Prometheus text format. */
  text(): Promise<string> {
    return this.#registry.metrics();
  }

  #gauge(name: string, help: string, read: () => number | Promise<number>): void {
    new Gauge({
      name,
      help,
      registers: [this.#registry],
      async collect() {
        this.set(await read());
      },
    });
  }
}
