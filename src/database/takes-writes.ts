import type { DataSource } from 'typeorm';

/** Whether it can be written to: a standby, and a primary that was demoted, answer every question. @throws what the driver throws */
export async function takesWrites(dataSource: DataSource): Promise<boolean> {
  const state = `SELECT current_setting('transaction_read_only') = 'on' AS read_only`;
  const [row] = await dataSource.query<{ read_only: boolean }[]>(state);
  return row?.read_only === false;
}
