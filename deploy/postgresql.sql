-- Once, as the database's superuser: psql -f deploy/postgresql.sql
-- The role has no password: it connects over the local socket, where PostgreSQL asks the system
-- who it is (a line `local mutuality mutuality peer` in pg_hba.conf, which most systems have).
create role mutuality login;
create database mutuality owner mutuality encoding 'UTF8' template template0;
revoke all on database mutuality from public;
