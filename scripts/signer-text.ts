import type { SignerMessage } from '../src/errors/signer-message.js';
import { loadMessages } from '../src/pages/messages.js';

/** What a signer is told, in English: title, explanation and what they can do. */
export function englishSignerText(): (message: SignerMessage) => string {
  const messages = loadMessages().en;
  return (message) =>
    `${messages.text(`${message}.title`)}. ${messages.text(`${message}.text`)} ${messages.text(`${message}.next`)}`;
}
