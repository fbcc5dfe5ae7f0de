-- Within a transaction rows may come in any order; at its end nothing may point to nothing. Said here once: saying it for each
-- transaction by a pragma would have every prepared statement compiled anew. The text of a table's schema is all that changes, so it
-- is edited in place (https://www.sqlite.org/lang_altertable.html#otheralter).
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, ' (id)', ' (id) DEFERRABLE INITIALLY DEFERRED')
  WHERE type = 'table' AND sql LIKE '%REFERENCES%';
PRAGMA writable_schema = RESET;
