-- Makes the roles of the service. The image of PostgreSQL runs this once, as superuser, in the database it has just made; on a
-- server of your own run it with psql in the service's database, with both passwords in the environment.
--
--   countersign_owner    owns the schema: migrations log in as it (MIGRATION_DATABASE_URL)
--   countersign_service  holds the service's rights; nobody logs in as it. It may read and add audit events, never change them.
--   countersign          what the service logs in as (DATABASE_URL); a member of countersign_service, with no rights of its own

\set ON_ERROR_STOP on
\getenv owner_password DATABASE_OWNER_PASSWORD
\getenv service_password DATABASE_PASSWORD

CREATE ROLE countersign_owner LOGIN PASSWORD :'owner_password';

-- Roles belong to the whole server: another database may have brought this one already.
SELECT 'CREATE ROLE countersign_service NOLOGIN'
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'countersign_service') \gexec

CREATE ROLE countersign LOGIN PASSWORD :'service_password' IN ROLE countersign_service;

-- The owner of the database owns its schema public too (PostgreSQL 15 and later), so it can grant what migrations grant.
ALTER DATABASE :"DBNAME" OWNER TO countersign_owner;
REVOKE ALL ON DATABASE :"DBNAME" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"DBNAME" TO countersign_service;
