/** Whether OAuth clients are given, and may use, certificate-bound tokens only (RFC 8705 §3). `src/mutual-tls/` implements it. */
export abstract class MutualTlsDemand {
  /** Of the deployment, or of this tenant. Known anew every five seconds. */
  abstract isMadeOf(tenantId: string): Promise<boolean>;
}
