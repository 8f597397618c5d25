import { isObject } from '../http/read-members.js';

/** `{"set": true, …}`, which answers show in place of a write-only value. */
const standsForSecret = (value: unknown): boolean => isObject(value) && typeof value['set'] === 'boolean';

/** A body without what stands for secrets, at any depth: a file that moves holds none, and says nothing of which there are. Pure. */
export function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(
    ([, member]) =>
      !standsForSecret(member) && !(Array.isArray(member) && member.length > 0 && member.every(standsForSecret)),
  );
  return Object.fromEntries(kept.map(([name, member]) => [name, withoutSecrets(member)]));
}

/** Members by which bodies carry secrets. */
const SECRET = /(^|\.)(clientSecret|privateKey|certificate|decryptionKey|password|value|secrets)$/;

/** Whether a fault is about a secret that is not in the file and has to be entered. */
export const isAboutSecret = (path: string): boolean => SECRET.test(path);

/** What is shown of a value that a file sets: `{"set": true}` stands for each secret that was entered into it. Pure. */
export function withSecretsSet(value: unknown, path: string): unknown {
  if (isAboutSecret(path) && value !== null) return { set: true };
  if (Array.isArray(value)) return value.map((one, index) => withSecretsSet(one, `${path}[${index}]`));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, withSecretsSet(member, `${path}.${name}`)]),
  );
}
