import type { X509Certificate } from 'node:crypto';
import { sameDistinguishedName } from '../../certificates/names/distinguished-name.js';
import { readDistinguishedName } from '../../certificates/names/read-distinguished-name.js';
import { issuerNameOf } from '../../certificates/names/subject-name.js';
import { luxon } from '../../claims/normal-forms/luxon.js';
import { addressesWithin, readAddress } from '../../http/client-address.js';
import { type PolicyHours, type TokenPolicy, weekdays } from './token-policy.js';

/** The request for a token, as conditions see it. */
export interface Circumstances {
  readonly grant: string;
  readonly address: string;
  readonly certificate: {
    readonly leaf: X509Certificate;
    /** Whether its chain leads to an authority of the deployment or the tenant. */
    readonly trusted: boolean;
  } | null;
  readonly now: Date;
}

/** Why a policy does not match; null when it does. */
export function mismatchOf({ when, effect }: TokenPolicy, circumstances: Circumstances): string | null {
  const { grants, networks, hours, certificateIssuer } = when;
  if (grants !== undefined && !grants.includes(circumstances.grant)) return 'another grant';
  if (networks !== undefined && !isFrom(networks, circumstances.address)) return 'from another network';
  if (hours !== undefined && !isWithin(hours, circumstances.now)) return 'at another time';
  if (certificateIssuer === undefined) return null;
  const { certificate } = circumstances;
  if (certificate === null) return 'no certificate';
  if (!isIssuedBy(certificate.leaf, certificateIssuer)) return 'a certificate of another issuer';
  // What only narrows may go by what a certificate says of itself; what opens may not.
  return effect === 'allow' && !certificate.trusted ? 'a certificate that is not trusted' : null;
}

function isFrom(networks: readonly string[], text: string): boolean {
  const address = readAddress(text);
  return address !== null && addressesWithin(networks)(address);
}

function isIssuedBy(certificate: X509Certificate, issuer: string): boolean {
  const wanted = readDistinguishedName(issuer);
  const actual = issuerNameOf(certificate);
  return 'name' in wanted && actual !== null && sameDistinguishedName(wanted.name, actual);
}

const minutesOf = (text: string): number => {
  const [hours = 0, minutes = 0] = text.split(':').map(Number);
  return hours * 60 + minutes;
};

/** Times are those that a clock on the wall of the time zone shows. */
function isWithin({ timeZone, days, from, to }: PolicyHours, now: Date): boolean {
  const there = luxon().DateTime.fromJSDate(now, { zone: timeZone });
  if (!there.isValid) return false;
  const minute = there.hour * 60 + there.minute;
  const begin = minutesOf(from);
  const end = minutesOf(to);
  const isDay = (weekday: number): boolean => days.some((day) => weekdays.indexOf(day) === weekday);
  const today = there.weekday - 1;
  if (begin < end) return isDay(today) && minute >= begin && minute < end;
  const yesterday = (today + 6) % 7;
  return (isDay(today) && minute >= begin) || (isDay(yesterday) && minute < end);
}
