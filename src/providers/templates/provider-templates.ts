import { apple } from './apple.template.js';
import { bankIdBroker } from './bankid-broker.template.js';
import { cieId } from './cie-id.template.js';
import { corppass } from './corppass.template.js';
import { bundid } from './electronic-identity/bundid.template.js';
import { eherkenning } from './electronic-identity/eherkenning.template.js';
import { govUkOneLogin } from './electronic-identity/gov-uk-one-login.template.js';
import { idPorten } from './electronic-identity/id-porten.template.js';
import { idin } from './electronic-identity/idin.template.js';
import { loginGov } from './electronic-identity/login-gov.template.js';
import { mitid } from './electronic-identity/mitid.template.js';
import { singpass } from './electronic-identity/singpass.template.js';
import { smartId } from './electronic-identity/smart-id.template.js';
import { swissId } from './electronic-identity/swiss-id.template.js';
import { tara } from './electronic-identity/tara.template.js';
import { entra } from './entra.template.js';
import { facebook } from './facebook.template.js';
import { franceConnect } from './france-connect.template.js';
import { github } from './github.template.js';
import { google } from './google.template.js';
import { idAustria } from './id-austria.template.js';
import { itsme } from './itsme.template.js';
import { linkedin } from './linkedin.template.js';
import { discord } from './network/discord.template.js';
import { kakao } from './network/kakao.template.js';
import { line } from './network/line.template.js';
import { naver } from './network/naver.template.js';
import type { ProviderTemplate } from './provider-template.js';
import { authelia } from './self-hosted/authelia.template.js';
import { authentik } from './self-hosted/authentik.template.js';
import { canaille } from './self-hosted/canaille.template.js';
import { dex } from './self-hosted/dex.template.js';
import { djangoOauthToolkit } from './self-hosted/django-oauth-toolkit.template.js';
import { gitlab } from './self-hosted/gitlab.template.js';
import { keycloak } from './self-hosted/keycloak.template.js';
import { lemonldap } from './self-hosted/lemonldap.template.js';
import { nodeOidcProvider } from './self-hosted/node-oidc-provider.template.js';
import { oryHydra } from './self-hosted/ory-hydra.template.js';
import { zitadel } from './self-hosted/zitadel.template.js';
import { spid } from './spid.template.js';
import { vk } from './vk.template.js';
import { adFs } from './workforce/ad-fs.template.js';
import { amazonCognito } from './workforce/amazon-cognito.template.js';
import { auth0 } from './workforce/auth0.template.js';
import { okta } from './workforce/okta.template.js';
import { pingOne } from './workforce/ping-one.template.js';
import { salesforce } from './workforce/salesforce.template.js';
import { slack } from './workforce/slack.template.js';

/** Every template, by title. */
export const providerTemplates: readonly ProviderTemplate[] = [
  adFs,
  amazonCognito,
  apple,
  auth0,
  authelia,
  authentik,
  bankIdBroker,
  bundid,
  canaille,
  cieId,
  corppass,
  dex,
  discord,
  djangoOauthToolkit,
  eherkenning,
  entra,
  facebook,
  franceConnect,
  github,
  gitlab,
  google,
  govUkOneLogin,
  idAustria,
  idPorten,
  idin,
  itsme,
  kakao,
  keycloak,
  lemonldap,
  line,
  linkedin,
  loginGov,
  mitid,
  naver,
  nodeOidcProvider,
  okta,
  oryHydra,
  pingOne,
  salesforce,
  singpass,
  slack,
  smartId,
  spid,
  swissId,
  tara,
  vk,
  zitadel,
].sort((one, other) => one.title.localeCompare(other.title, 'en'));
