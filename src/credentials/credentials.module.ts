import { Module } from '@nestjs/common';
import { CredentialStore } from './credential.store.js';
import { Credentials } from './credentials.js';

/** Credentials, whoever owns them. May depend on secrets and database. */
@Module({ providers: [CredentialStore, Credentials], exports: [Credentials] })
export class CredentialsModule {}
