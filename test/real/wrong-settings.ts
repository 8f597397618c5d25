import { addressSettings } from './settings/address-settings.js';
import { answerSettings } from './settings/answer-settings.js';
import { clientSettings } from './settings/client-settings.js';
import { requestSettings } from './settings/request-settings.js';
import type { WrongSetting } from './settings/wrong-setting.js';

/**
 * Every setting that an admin enters, made wrong as admins do. A setting that only some providers look at is tried at all: where it
 * makes no difference, nothing may be said against it.
 */
export const wrongSettings: readonly WrongSetting[] = [
  ...clientSettings,
  ...addressSettings,
  ...requestSettings,
  ...answerSettings,
];
