import { apple } from './apple.template.js';
import { bankIdBroker } from './bankid-broker.template.js';
import { cieId } from './cie-id.template.js';
import { corppass } from './corppass.template.js';
import { entra } from './entra.template.js';
import { facebook } from './facebook.template.js';
import { franceConnect } from './france-connect.template.js';
import { github } from './github.template.js';
import { google } from './google.template.js';
import { idAustria } from './id-austria.template.js';
import { itsme } from './itsme.template.js';
import { linkedin } from './linkedin.template.js';
import type { ProviderTemplate } from './provider-template.js';
import { spid } from './spid.template.js';
import { vk } from './vk.template.js';

/** Every template, by title. */
export const providerTemplates: readonly ProviderTemplate[] = [
  apple,
  bankIdBroker,
  cieId,
  corppass,
  entra,
  facebook,
  franceConnect,
  github,
  google,
  idAustria,
  itsme,
  linkedin,
  spid,
  vk,
].sort((one, other) => one.title.localeCompare(other.title, 'en'));
