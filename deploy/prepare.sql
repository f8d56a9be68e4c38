-- What a superuser does once in the database that Tuyen is to use: psql -f deploy/prepare.sql -d tuyen
-- Afterwards give both roles a way to sign in (a password or a line in pg_hba.conf), and the first one the database:
-- ALTER DATABASE tuyen OWNER TO tuyen.

DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'tuyen') THEN
    CREATE ROLE tuyen LOGIN CREATEDB;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'tuyen_app') THEN
    CREATE ROLE tuyen_app LOGIN;
  END IF;
END $$;
GRANT tuyen_app TO tuyen; -- so that the owner may end sessions of the application

CREATE EXTENSION IF NOT EXISTS postgis;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gist;

-- Under row-level security PostgreSQL uses an index only with operators that are marked as leaking nothing. LIKE is not
-- marked, although the one thing it may tell is that a pattern ends in a backslash. Without these lines (where a host
-- forbids them) searches give the same answers, more slowly.
ALTER FUNCTION pg_catalog.textlike(text, text) LEAKPROOF;
