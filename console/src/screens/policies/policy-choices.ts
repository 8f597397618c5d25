export const grants = [
  'client_credentials',
  'urn:ietf:params:oauth:grant-type:jwt-bearer',
  'authorization_code',
  'refresh_token',
] as const;
export const methods = [
  'client_secret_basic',
  'client_secret_post',
  'private_key_jwt',
  'tls_client_auth',
  'self_signed_tls_client_auth',
  'none',
] as const;
export const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

type Body = Readonly<Record<string, unknown>>;

const isBody = (value: unknown): value is Body => typeof value === 'object' && value !== null && !Array.isArray(value);
const withoutEmptyLists = (value: unknown): unknown =>
  isBody(value)
    ? Object.fromEntries(Object.entries(value).filter(([, member]) => !(Array.isArray(member) && member.length === 0)))
    : value;

/** A rule without lists that say nothing, and without demands where nothing is issued. */
export function pruned(value: unknown): unknown {
  if (!isBody(value)) return value;
  return {
    ...value,
    when: withoutEmptyLists(value['when'] ?? {}),
    require: value['effect'] === 'deny' ? {} : withoutEmptyLists(value['require'] ?? {}),
  };
}
