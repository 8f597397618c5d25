import type { CatalogueEntries } from '../catalogue-entry.js';

/** What people of a tenant, and who administers them, can come across. */
export const peopleErrors = {
  'people.permission_lacking': {
    status: 403,
    title: 'That takes a permission that you lack',
    cause:
      'Nobody gives a permission that they lack, or changes a user or role with one: they would come by it that way.',
    confirm: 'The detail names the permissions.',
    remedy: 'Ask somebody who has them.',
  },
  'people.own_permissions': {
    status: 403,
    title: 'Nobody gives themselves a permission',
    cause: 'The change would give you something that you do not have.',
    confirm: 'The detail names the permissions.',
    remedy: 'Ask another administrator.',
  },
  'people.last_administrator': {
    status: 409,
    title: 'Nobody would be left who can administer the people of the tenant',
    cause: 'The user is the last one who is active and holds users:write.',
    confirm: 'GET /v1/users?status=active lists who is active.',
    remedy:
      'Give another user a role with users:write first. Locked out already: `countersign user unlock` or `invite`.',
  },
  'people.link_unknown': {
    status: 404,
    title: 'The link leads nowhere',
    signer: 'link_unknown',
    cause: 'It is not whole, or a newer one was mailed since.',
    confirm: 'The trail of the user lists each `user.invited`.',
    remedy: 'Use the newest mail, or have the invitation sent again.',
  },
  'people.link_ended': {
    status: 410,
    title: 'The link has ended',
    signer: 'link_expired',
    cause: 'It was used, or its time is over.',
    confirm: 'GET the user: see `status` and `invitation`.',
    remedy: 'Have the invitation sent again.',
  },
  'people.provider_changed': {
    status: 410,
    title: 'The provider is not set any more as it was when the user was invited',
    signer: 'link_expired',
    cause:
      'Settings that say who is who (issuer, client id, addresses, keys, checks, `subject`) have changed since the link was mailed.',
    confirm: 'GET the user: `invitation.stale` is true. The trail has who changed the provider.',
    remedy: 'Have the invitation sent again, or set the provider back.',
  },
  'people.identity_taken': {
    status: 409,
    title: 'The identity is bound to a user of the tenant already',
    signer: 'identity_mismatch',
    cause: 'Somebody logged in at the provider with an account that is another user’s, or was bound in another tab.',
    confirm: 'GET /v1/users lists the bindings of each user with the hash of who they are.',
    remedy: 'Log in with the right account; else an administrator removes the other binding.',
  },
  'people.foreign_origin': {
    status: 403,
    title: 'The form was not posted from our own page',
    signer: 'request_refused',
    cause: 'Another site, or a program, posted it.',
    confirm: 'The headers Sec-Fetch-Site and Origin say where it came from.',
    remedy: 'Open the link and use its page.',
  },
  'people.address_not_proved': {
    status: 403,
    title: 'The address is not proved in this browser',
    signer: 'start_again',
    cause: 'The code that was mailed to the address was not entered in this browser, or too long ago.',
    confirm: 'The trail of the user has `user.address_proved` when it was.',
    remedy: 'Open the link again and enter the code that is mailed then.',
  },
} as const satisfies CatalogueEntries;
