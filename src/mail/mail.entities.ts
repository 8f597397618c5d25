import { MailEntity } from './mail.entity.js';
import { MailSettingsEntity } from './settings/mail-settings.entity.js';

/** For the data source. */
export const mailEntities = [MailEntity, MailSettingsEntity];
