"""The access rules of a team's store on PostgreSQL: who may read and write which rows.

Three kinds of walls hold, whatever program connects. Policies say whose rows a login sees. Functions that run as the
owner of the tables are the only way to write in a room that others share, or to give counts: they look who asks and
what is asked. Constraints say what a row may be, so that no login's row stops another's page.

EXPLAIN tells how many rows were looked at, and PostgreSQL may look at what a statement compares before it looks whose a
row is. So no policy that hides rows asks another table, no index begins with a login or a code, and rooms, which are
found by a code, are read through functions only.

The owner of the tables is held by the policies as well. Its own policies open nothing to statements typed by hand: they
ask whether a function was called by another login (`caller() <> current_user`), or let it delete expired rows.
"""

from sqlalchemy.exc import DBAPIError, IntegrityError

from coach.errors import RecordsUnwritable
from coach.records.migrations.versions.v3_rooms import PARTNERSHIP, PRACTITIONER, SUPERVISOR
from coach.records.submission_store import already_there_error

EVERYBODY = f"{PRACTITIONER}, {SUPERVISOR}"
MOST_GIVEN = 60
"""Rows of counts that one login may give in a quarter, all for one contributor."""
MOST_AT_ONCE = 200
"""Events that are added to a room in one go."""
MOMENT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d([.]\d{1,6})?(Z|[+-]\d\d:\d\d)"
AS_OWNER = "LANGUAGE plpgsql SECURITY DEFINER SET search_path = coach, pg_temp"
PLAIN = "SET search_path = pg_catalog, pg_temp"
OLDER = "to_char((now() - interval '{}') AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"+00:00\"')"
NOW, WEEK_AGO, MONTH_AGO = OLDER.format("0"), OLDER.format("7 days"), OLDER.format("30 days")
KNOCK = """
  PERFORM pg_advisory_xact_lock(hashtextextended('coach.room.' || session_user, 0));
  PERFORM pg_sleep(0.5);
"""
# What an event may say of its actor is checked again on the server, because any program can connect with a login.
BY_TRAINER = (
    "moved", "part_reached", "room_paused", "room_resumed", "covered", "uncovered", "told", "laid_together",
    "room_closed", "door_asked", "admitted", "kept_out",
)  # fmt: skip
"""What the trainer alone does in a room."""
BY_EITHER = ("grouped", "stage_reached", "stepped_back", "round_began", "helped")
"""What the trainer does, with `by` empty, or a person with their own."""
BY_NOBODY = ("time_out", "time_in")
"""What a person does without its being kept who: `by` is empty."""
BY_PERSON = (
    "chose", "left", "away", "back", "took_role", "agreed", "happened", "went", "went_back", "noted", "guessed",
    "marked", "locked", "asked_to_join", "answered_join", "opened_group", "asked_for_help", "replayed", "contributed",
)  # fmt: skip


def _any_of(kinds: tuple[str, ...]) -> str:
    return ", ".join(f"'{kind}'" for kind in kinds)


FUNCTIONS: dict[str, str] = {
    "caller()": f"""
RETURNS text LANGUAGE sql STABLE {PLAIN} AS $$
  SELECT CASE current_setting('role') WHEN 'none' THEN session_user::text ELSE current_setting('role') END
$$""",
    "is_moment(said text)": f"""
RETURNS boolean LANGUAGE plpgsql IMMUTABLE {PLAIN} AS $$
BEGIN
  IF said !~ '^{MOMENT}$' THEN RETURN false; END IF;
  PERFORM said::timestamptz;
  RETURN substr(said, 12, 2) < '24' AND substr(said, 18, 2) < '60' AND substr(said, 1, 4) > '0001';
EXCEPTION WHEN others THEN RETURN false;
END $$""",
    "is_json(said text)": f"""
RETURNS boolean LANGUAGE plpgsql IMMUTABLE {PLAIN} AS $$
BEGIN
  RETURN json_typeof(said::json) = 'object';
EXCEPTION WHEN others THEN RETURN false;
END $$""",
    "may_come(said text)": f"""
RETURNS void LANGUAGE plpgsql {PLAIN} AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = said AND rolcanlogin) THEN
    RAISE insufficient_privilege USING MESSAGE = 'permission denied: a group of logins is nobody in a room';
  END IF;
END $$""",
    "room_make(new_id text, new_code text, at text, body text)": f"""
RETURNS boolean {AS_OWNER} AS $$
BEGIN {KNOCK}
  PERFORM may_come(caller());
  IF NOT is_json(body) OR body::json ->> 'event' IS DISTINCT FROM 'room_opened'
      OR body::json ->> 'code' IS DISTINCT FROM new_code OR coalesce(body::json ->> 'by', '') <> '' THEN
    RAISE check_violation USING MESSAGE = 'that opens no room';
  END IF;
  INSERT INTO rooms (id, code, owner, opened, touched, last) VALUES (new_id, new_code, caller(), at, {NOW}, 1)
    ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN RETURN false; END IF;
  INSERT INTO room_logins (room, login) VALUES (new_id, caller());
  INSERT INTO room_events (room, number, body) VALUES (new_id, 1, body);
  RETURN true;
END $$""",
    # KNOCK comes first in both functions that take a code: one attempt at a time and half a second each.
    "room_enter(its_code text)": f"""
RETURNS boolean {AS_OWNER} AS $$
BEGIN {KNOCK}
  PERFORM may_come(caller());
  INSERT INTO room_logins (room, login) SELECT id, caller() FROM rooms WHERE code = its_code
    ON CONFLICT DO NOTHING;
  RETURN EXISTS (SELECT FROM rooms WHERE code = its_code);
END $$""",
    "rooms_of_mine()": f"""
RETURNS TABLE (id text, code text, opened text, touched text, last integer) {AS_OWNER} AS $$
BEGIN
  RETURN QUERY SELECT r.id, r.code, r.opened, r.touched, r.last FROM room_logins l JOIN rooms r ON r.id = l.room
    WHERE l.login = caller() ORDER BY r.touched DESC;
END $$""",
    # MATERIALIZED keeps PostgreSQL from comparing the code with rooms of others, which EXPLAIN would show.
    "room_find(its_code text)": f"""
RETURNS text {AS_OWNER} AS $$
BEGIN
  RETURN (WITH mine AS MATERIALIZED (SELECT * FROM rooms_of_mine())
    SELECT mine.id FROM mine WHERE mine.code = its_code);
END $$""",
    "is_inside(its_room text)": f"""
RETURNS boolean {AS_OWNER} AS $$
BEGIN
  RETURN EXISTS (SELECT FROM room_logins l WHERE l.room = its_room AND l.login = caller());
END $$""",
    "room_last(its_room text)": f"""
RETURNS integer {AS_OWNER} AS $$
BEGIN
  IF NOT is_inside(its_room) THEN RETURN NULL; END IF;
  RETURN (SELECT r.last FROM rooms r WHERE r.id = its_room);
END $$""",
    "room_read(its_room text, later integer)": f"""
RETURNS TABLE (number integer, body text) {AS_OWNER} AS $$
BEGIN
  IF NOT is_inside(its_room) THEN RETURN; END IF;
  RETURN QUERY SELECT e.number, e.body FROM room_events e
    WHERE e.room = its_room AND e.number > later ORDER BY e.number;
END $$""",
    "room_forget(its_room text)": f"""
RETURNS boolean {AS_OWNER} AS $$
BEGIN
  IF NOT is_inside(its_room) THEN RETURN NULL; END IF;
  DELETE FROM rooms r WHERE r.id = its_room AND r.owner = caller();
  IF NOT FOUND THEN RETURN false; END IF;
  PERFORM pg_notify(its_room, '');
  RETURN true;
END $$""",
    # The order of checks matters: inside first, then the lock on the room's row, and only then the number of the last
    # event, so that two who append at once cannot both find their number.
    "room_append(its_room text, expected integer, bodies text[])": f"""
RETURNS boolean {AS_OWNER} AS $$
DECLARE
  me text := caller();
  its_owner text;
  its_last integer;
  body text;
  kind text;
  whose text;
BEGIN
  PERFORM may_come(me);
  IF NOT is_inside(its_room) THEN RETURN NULL; END IF;
  SELECT owner, last INTO its_owner, its_last FROM rooms WHERE id = its_room FOR UPDATE;
  IF NOT FOUND THEN RETURN NULL; END IF;
  IF its_last <> expected THEN RETURN false; END IF;
  IF coalesce(array_length(bodies, 1), 0) NOT BETWEEN 1 AND {MOST_AT_ONCE} THEN
    RAISE check_violation USING MESSAGE = 'that is nothing, or too much at once';
  END IF;
  FOREACH body IN ARRAY bodies LOOP
    IF body IS NULL OR NOT is_json(body) THEN
      RAISE check_violation USING MESSAGE = 'that is no event of a room';
    END IF;
    IF EXISTS (SELECT FROM json_object_keys(body::json) said GROUP BY said HAVING count(*) > 1)
        OR NOT is_moment(coalesce(body::json ->> 'at', '')) THEN
      RAISE check_violation USING MESSAGE = 'that is no event of a room';
    END IF;
    kind := coalesce(body::json ->> 'event', '');
    whose := coalesce(body::json ->> 'by', '');
    IF kind = 'joined' THEN
      IF whose !~ '^p[1-9][0-9]{{0,3}}$'
          OR EXISTS (SELECT FROM room_people WHERE room = its_room AND person = whose) THEN
        RAISE insufficient_privilege USING MESSAGE = 'permission denied: that person is in the room already';
      END IF;
      INSERT INTO room_people (room, person, login) VALUES (its_room, whose, me);
    ELSIF whose = '' AND kind IN ({_any_of(BY_NOBODY)}) THEN
      NULL;
    ELSIF whose = '' AND kind IN ({_any_of((*BY_TRAINER, *BY_EITHER))}) THEN
      IF me <> its_owner THEN
        RAISE insufficient_privilege USING MESSAGE = 'permission denied: that is for the trainer of the room';
      END IF;
    ELSIF whose <> '' AND kind IN ({_any_of((*BY_EITHER, *BY_PERSON))}) THEN
      IF NOT EXISTS (SELECT FROM room_people WHERE room = its_room AND person = whose AND login = me)
          AND NOT (kind = 'left' AND me = its_owner) THEN
        RAISE insufficient_privilege USING MESSAGE = 'permission denied: that person came in with another login';
      END IF;
    ELSE
      RAISE insufficient_privilege USING MESSAGE = 'permission denied: nobody does that in a room';
    END IF;
    its_last := its_last + 1;
    INSERT INTO room_events (room, number, body) VALUES (its_room, its_last, body);
  END LOOP;
  UPDATE rooms SET last = its_last, touched = {NOW} WHERE id = its_room;
  PERFORM pg_notify(its_room, '');
  RETURN true;
END $$""",
    # A login can name an earlier moment and no later one than a week ago.
    "room_expire(before text)": f"""
RETURNS integer {AS_OWNER} AS $$
DECLARE gone integer;
BEGIN
  DELETE FROM rooms WHERE touched <= least(before, {WEEK_AGO});
  GET DIAGNOSTICS gone = ROW_COUNT;
  RETURN gone;
END $$""",
    # A second attempt of the same row is answered as the first was. Fourteen hours either way cover every time zone in
    # which a quarter begins or ends.
    "contribute(new_key text, its_quarter text, who text, body text)": f"""
RETURNS text {AS_OWNER} AS $$
DECLARE
  me text := caller();
  fresh boolean;
  so_far contribution_counts;
BEGIN
  PERFORM may_come(me);
  PERFORM pg_advisory_xact_lock(hashtextextended('coach.contribute.' || me, 0));
  IF EXISTS (SELECT FROM contributions c WHERE c.key = new_key) THEN
    RETURN CASE WHEN EXISTS (SELECT FROM contributions c WHERE c.key = new_key AND c.quarter = its_quarter
      AND c.contributor = who AND c.body = contribute.body) THEN 'given' ELSE 'taken' END;
  END IF;
  IF its_quarter NOT IN (to_char((now() AT TIME ZONE 'UTC') - interval '14 hours', 'YYYY"-q"Q'),
      to_char((now() AT TIME ZONE 'UTC') + interval '14 hours', 'YYYY"-q"Q')) THEN
    RETURN 'closed';
  END IF;
  DELETE FROM contribution_counts WHERE quarter <
    to_char((now() AT TIME ZONE 'UTC') - interval '14 hours', 'YYYY"-q"Q');
  INSERT INTO contribution_counts (login, quarter, given, contributors) VALUES (me, its_quarter, 0, 0)
    ON CONFLICT DO NOTHING;
  SELECT * INTO so_far FROM contribution_counts WHERE login = me AND quarter = its_quarter;
  fresh := NOT EXISTS (SELECT FROM contributions c WHERE c.quarter = its_quarter AND c.contributor = who);
  IF fresh AND so_far.contributors >= 1 THEN RETURN 'another'; END IF;
  IF so_far.given >= {MOST_GIVEN} THEN RETURN 'enough'; END IF;
  INSERT INTO contributions (key, quarter, contributor, body) VALUES (new_key, its_quarter, who, body);
  UPDATE contribution_counts SET given = given + 1, contributors = contributors + fresh::integer
    WHERE login = me AND quarter = its_quarter;
  RETURN 'given';
END $$""",
    # The counter goes down with the row, or a login that withdraws and gives again would be refused in the end.
    "withdraw_contribution(its_key text)": f"""
RETURNS boolean {AS_OWNER} AS $$
DECLARE
  me text := caller();
  was contributions;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('coach.contribute.' || me, 0));
  SELECT * INTO was FROM contributions WHERE key = its_key;
  IF NOT FOUND THEN RETURN false; END IF;
  DELETE FROM contributions WHERE key = its_key;
  UPDATE contribution_counts SET given = greatest(given - 1, 0), contributors = CASE WHEN EXISTS
      (SELECT FROM contributions c WHERE c.quarter = was.quarter AND c.contributor = was.contributor)
      THEN contributors ELSE greatest(contributors - 1, 0) END
    WHERE login = me AND quarter = was.quarter;
  RETURN true;
END $$""",
    "response_is_for()": """
RETURNS trigger LANGUAGE plpgsql SET search_path = coach, pg_temp AS $$
BEGIN
  NEW.owner := coalesce((SELECT b.owner FROM brought b WHERE b.id = NEW.brought), '');
  RETURN NEW;
END $$""",
    "brought_goes_along()": f"""
RETURNS trigger {AS_OWNER} AS $$
BEGIN
  IF is_json(OLD.body) AND json_typeof(OLD.body::json -> 'brought') = 'object' THEN
    PERFORM set_config('coach.goes_along', coalesce(OLD.body::json #>> '{{brought,id}}', ''), true);
    PERFORM set_config('coach.whose_goes', OLD.owner, true);
    DELETE FROM brought;
    PERFORM set_config('coach.goes_along', '', true);
  END IF;
  RETURN NULL;
END $$""",
}
"""Each function by its name and what it is given. `caller` is the login that asks, also where it became another by SET
ROLE, which only a login that was granted the other can."""
INTERNAL = ("may_come", "response_is_for", "brought_goes_along")
"""Functions that nobody calls."""
FOR_ALL = ("caller", "is_moment", "is_json")
"""Functions that constraints and policies ask, for whoever writes a row."""
GONE_FUNCTIONS = ("room_make(text, text, text)",)
"""What earlier tables had."""
TRIGGERS = {
    "response_is_for": (
        "responses",
        "BEFORE INSERT OR UPDATE ON responses FOR EACH ROW EXECUTE FUNCTION response_is_for()",
    ),
    "brought_goes_along": (
        "events",
        'AFTER DELETE ON events FOR EACH ROW WHEN (old.body LIKE \'%"event":"brought_along"%\') '
        "EXECUTE FUNCTION brought_goes_along()",
    ),
}
"""An answer is for whoever brought what it answers. What was brought from a rehearsal goes with it, whoever deletes it:
nobody could withdraw it any more."""

TABLES = (
    "rehearsals", "events", "drafts", "brought", "responses", "given", "rooms", "room_events", "room_drafts",
    "room_logins", "room_people", "contributions", "contribution_counts",
)  # fmt: skip
CALLED = "caller() <> current_user::text"
"""A function that runs as the owner was called by another login: never so for what an owner types."""
READS = (
    f"EXISTS (SELECT FROM pg_roles r WHERE r.rolname = brought.reader AND r.rolcanlogin AND NOT r.rolsuper "
    f"AND pg_has_role(r.oid, '{SUPERVISOR}', 'usage') AND has_database_privilege(r.oid, current_database(), 'connect'))"
)
POLICIES: tuple[tuple[str, str, str], ...] = (
    ("rehearsals", "own", "USING (owner = current_user) WITH CHECK (owner = current_user)"),
    ("rehearsals", "overdue", f"FOR DELETE TO CURRENT_USER USING (NOT kept AND touched <= {MONTH_AGO})"),
    (
        "events",
        "own",
        "USING (owner = current_user) WITH CHECK (owner = current_user AND EXISTS "
        "(SELECT FROM rehearsals r WHERE r.id = events.rehearsal AND r.owner = current_user))",
    ),
    (
        "drafts",
        "own",
        "USING (owner = current_user) WITH CHECK (owner = current_user AND EXISTS "
        "(SELECT FROM rehearsals r WHERE r.id = drafts.rehearsal AND r.owner = current_user))",
    ),
    ("brought", "own", f"USING (owner = current_user) WITH CHECK (owner = current_user AND {READS})"),
    ("brought", "read", "FOR SELECT USING (reader = current_user)"),
    (
        "brought",
        "goes_along",
        "FOR DELETE TO CURRENT_USER USING (id = current_setting('coach.goes_along', true) "
        "AND owner = current_setting('coach.whose_goes', true))",
    ),
    (
        "responses",
        "own",
        "USING (author = current_user) WITH CHECK (author = current_user AND EXISTS (SELECT FROM brought b "
        "WHERE b.id = responses.brought AND b.reader = current_user AND b.owner = responses.owner))",
    ),
    ("responses", "read", "FOR SELECT USING (owner = current_user)"),
    ("given", "own", "USING (author = current_user) WITH CHECK (author = current_user)"),
    ("given", "read", "FOR SELECT USING (reader IN ('', current_user))"),
    ("rooms", "called", f"TO CURRENT_USER USING ({CALLED}) WITH CHECK ({CALLED})"),
    ("rooms", "overdue", f"FOR DELETE TO CURRENT_USER USING (touched <= {WEEK_AGO})"),
    ("room_logins", "called", f"TO CURRENT_USER USING ({CALLED}) WITH CHECK ({CALLED})"),
    ("room_people", "called", f"TO CURRENT_USER USING ({CALLED}) WITH CHECK ({CALLED})"),
    ("room_events", "called", f"TO CURRENT_USER USING ({CALLED}) WITH CHECK ({CALLED})"),
    ("room_drafts", "own", "USING (owner = current_user) WITH CHECK (owner = current_user AND is_inside(room))"),
    ("contributions", "called", f"TO CURRENT_USER USING ({CALLED}) WITH CHECK ({CALLED})"),
    ("contributions", "pool", f"FOR SELECT TO {PARTNERSHIP} USING (true)"),
    ("contribution_counts", "called", f"TO CURRENT_USER USING ({CALLED}) WITH CHECK ({CALLED})"),
)
"""Table, name, rule. Without one, nobody sees a row."""

GRANTS = (
    f"GRANT USAGE ON SCHEMA coach TO {EVERYBODY}, {PARTNERSHIP}",
    f"GRANT SELECT ON alembic_version TO {EVERYBODY}, {PARTNERSHIP}",
    f"GRANT SELECT, INSERT, UPDATE, DELETE ON rehearsals, events, drafts, brought TO {EVERYBODY}",
    f"GRANT SELECT ON responses, given TO {PRACTITIONER}",
    f"GRANT SELECT, INSERT, UPDATE, DELETE ON responses, given TO {SUPERVISOR}",
    f"GRANT SELECT, INSERT, UPDATE, DELETE ON room_drafts TO {EVERYBODY}",
    f"GRANT SELECT ON contributions TO {PARTNERSHIP}",
)

AS_TEXT = "octet_length({}) <= {}"
NAMED = "octet_length({0}) >= 1 AND octet_length({0}) <= 100 AND {0} !~ '[[:cntrl:]]'"
CHECKS: tuple[tuple[str, str, str, str], ...] = (
    ("rehearsals", "dated", "coach.is_moment(began) AND coach.is_moment(touched)", "a date in it is none"),
    (
        "rehearsals",
        "sized",
        f"{NAMED.format('id')} AND {AS_TEXT.format('scenario', 200)} AND replies >= 0 AND replies <= 100000",
        "it is too large, or its name is none",
    ),
    ("events", "said", "coach.is_json(body)", "it is not JSON"),
    ("events", "sized", f"{AS_TEXT.format('body', 2_000_000)} AND number > 0", "it is too large"),
    ("drafts", "sized", AS_TEXT.format("words", 1_000_000), "it is too large"),
    ("brought", "dated", "coach.is_moment(at)", "its date is none"),
    ("brought", "said", "coach.is_json(body)", "it is not JSON"),
    (
        "brought",
        "sized",
        f"{NAMED.format('id')} AND {AS_TEXT.format('body', 5_000_000)}",
        "it is too large, or its name is none",
    ),
    ("responses", "dated", "coach.is_moment(at)", "its date is none"),
    ("responses", "said", "coach.is_json(body)", "it is not JSON"),
    ("responses", "sized", AS_TEXT.format("body", 5_000_000), "it is too large"),
    ("given", "dated", "coach.is_moment(at)", "its date is none"),
    (
        "given",
        "sized",
        f"{NAMED.format('id')} AND {AS_TEXT.format('body', 200_000)}",
        "it is too large, or its name is none",
    ),
    ("rooms", "dated", "coach.is_moment(opened) AND coach.is_moment(touched)", "a date in it is none"),
    (
        "rooms",
        "named",
        "id ~ '^[A-Za-z0-9_-]{4,63}$' AND char_length(code) >= 1 AND char_length(code) <= 20 "
        "AND code !~ '[[:cntrl:]]' AND last >= 0",
        "its name or its code is none",
    ),
    ("room_events", "said", "coach.is_json(body)", "it is not JSON"),
    ("room_events", "sized", f"{AS_TEXT.format('body', 500_000)} AND number > 0", "it is too large"),
    (
        "room_drafts",
        "sized",
        f"{AS_TEXT.format('person', 100)} AND {AS_TEXT.format('words', 1_000_000)}",
        "it is too large",
    ),
    (
        "contributions",
        "said",
        "coach.is_json(body) AND quarter ~ '^2[0-9]{3}-q[1-4]$' AND contributor ~ '^[a-z0-9]{8,40}$' "
        "AND key ~ '^[a-z0-9]{8,40}$'",
        "it is no row of counts",
    ),
    ("contributions", "sized", AS_TEXT.format("body", 64_000), "it is too large"),
)
"""Table, name, what a row is held to, and what is said of one that does not hold it."""


# --- What the server refuses, in plain sentences

CHECK_VIOLATION = "23514"
"""What PostgreSQL calls a row that does not hold a constraint."""
DISK_FULL = "53100"
"""What PostgreSQL calls a disk on which nothing more goes."""
NO_WAY_IN = "No way in"
NOT_WITH_THIS_LOGIN = "Not with this login"
NO_TRUST = (
    "root certificate",
    "certificate verify failed",
)
"""What libpq says where it cannot check a certificate. A missing `root.crt` "does not exist", as a table does that is
not set up; so these are looked for first."""
NO_TLS = ("weak sslmode", "does not support ssl", "no pg_hba.conf entry", "pg_hba.conf rejects")
"""What is said where server and address do not agree on TLS, or the server lets in nobody from there."""
WHERE_AUTHORITIES_ARE = (
    "Put the certificate of its authority where the coach looks: ~/.postgresql/root.crt "
    "(%APPDATA%\\postgresql\\root.crt on Windows), or the file that sslrootcert= in the address names."
)


def is_broken_constraint(error: IntegrityError) -> bool:
    """Return whether the server refused a row for breaking a constraint, so no second try helps."""
    return getattr(error.orig, "sqlstate", "") == CHECK_VIOLATION


def plain_error(error: DBAPIError) -> RecordsUnwritable:
    """Turn the server's error into one plain sentence, without any value that it was given."""
    said = str(error.orig).lower()
    if isinstance(error, IntegrityError) and is_broken_constraint(error):
        return RecordsUnwritable(
            "The team's store does not take that: it is too long, or not as the coach writes it.",
            "Make it shorter, or update the coach.",
        )
    if isinstance(error, IntegrityError):
        return already_there_error()
    if "authentication failed" in said or "no password" in said:
        return RecordsUnwritable(
            "The team's store does not know that login and password.",
            "Look at your password file (.pgpass). One that others may read is passed over: chmod 600.",
            title=NO_WAY_IN,
        )
    if "does not match host name" in said:
        return RecordsUnwritable(
            "The certificate of the team's store is for another name than its address says.",
            "Waiting does not mend it. Write the name of the certificate into COACH_STORE, or tell whoever looks after "
            "the server. `coach team check` says both names.",
            title=NO_WAY_IN,
        )
    if any(words in said for words in NO_TRUST):
        return RecordsUnwritable(
            "The certificate of the team's store cannot be checked: its authority is not known here.",
            f"Waiting does not mend it. {WHERE_AUTHORITIES_ARE} `coach team check` says what is wrong.",
            title=NO_WAY_IN,
        )
    if any(words in said for words in NO_TLS):
        return RecordsUnwritable(
            "The server of the team's store takes no connection of the kind that its address asks for.",
            "Waiting does not mend it. Tell whoever looks after the server. `coach team check` says why.",
            title=NO_WAY_IN,
        )
    if "could not translate host name" in said or "failed to resolve host" in said:
        return RecordsUnwritable(
            "No server is found by the name in the address of the team's store.",
            "Look at that name (COACH_STORE), and at the network. `coach team check` says why.",
            title=NO_WAY_IN,
        )
    if "permission denied" in said or "row-level security" in said:
        return RecordsUnwritable(
            "Your login may not do that in the team's store.", "Ask whoever looks after it.", title=NOT_WITH_THIS_LOGIN
        )
    if "does not exist" in said:
        return no_access_error()
    if getattr(error.orig, "sqlstate", "") == DISK_FULL:
        return RecordsUnwritable(
            "The disk of the team's store is full.", "Nothing was lost. Tell whoever looks after the server."
        )
    return RecordsUnwritable(
        "The team's store cannot be reached.", "Try again in a while. `coach team check` says why."
    )


def no_access_error() -> RecordsUnwritable:
    """Make the error for a store that this login cannot see: without a right, it looks empty."""
    return RecordsUnwritable(
        "The team's store is not set up yet, or your login may not use it.",
        "Ask whoever looks after it: `coach team set-up` and `coach team add-practitioner`.",
        title=NO_WAY_IN,
    )
