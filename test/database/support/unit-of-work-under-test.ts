import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import { UnitOfWork } from '../../../src/database/unit-of-work.js';
import { type OpenTestDatabase, openTestDatabase } from '../../support/open-test-database.js';

/** A database for a file of tests, and a table with a unique key and little else, empty before each of them. */
export class UnitOfWorkUnderTest {
  database!: OpenTestDatabase;
  unitOfWork!: UnitOfWork;

  constructor() {
    beforeAll(async () => {
      this.database = await openTestDatabase();
      this.unitOfWork = new UnitOfWork(this.database.dataSource);
      if (this.database.embedded) await this.database.dataSource.query('RESET ROLE');
    });
    afterAll(() => this.database.close());
    beforeEach(() => this.database.dataSource.query('DELETE FROM encryption_key_check'));
  }
}
