#include "ledger/migrations.h"

/* Keeping: words that go with the years, and when the machine's clock was doubted. */
/* clang-format off */
const char migration_4[] =
"ALTER TABLE cases ADD COLUMN words_gone_at INTEGER; -- when keep_words took them\n"
"-- off is by how much the clock was ahead (or behind, below zero), in microseconds. desk_off is how\n"
"-- far the ticket system's clock differed when a person said that ours is right.\n"
"CREATE TABLE clock_doubts (\n"
"	id INTEGER PRIMARY KEY,\n"
"	began_at INTEGER NOT NULL,\n"
"	why TEXT NOT NULL CHECK (why IN ('set', 'record', 'desk')),\n"
"	off INTEGER NOT NULL,\n"
"	ended_at INTEGER,\n"
"	ended_by TEXT,\n"
"	desk_off INTEGER NOT NULL DEFAULT 0,\n"
"	CHECK ((ended_at IS NULL) = (ended_by IS NULL))\n"
") STRICT;\n"
"CREATE UNIQUE INDEX clock_doubts_open ON clock_doubts (ended_at IS NULL) WHERE ended_at IS NULL;\n";
/* clang-format on */
