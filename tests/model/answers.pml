/* Saying it once: the protocol of the outbox, for one ticket, one worker and all that can go wrong.
 *
 * What is durable survives a crash; what is in the worker's memory does not. A request that has
 * left may be obeyed at any moment of its life, whether or not the worker still listens. Time
 * passes in ticks, and a request is dead when LIFE of them have gone by.
 *
 * Not both the key and the ledger are lost: then nothing in the world tells the answer from a
 * stranger's, and the protocol does not claim to.
 *
 * Each of the macros below plants a fault; model.sh shows that every one of them is found:
 *
 *   NO_QUARANTINE        what may have left is looked for at once
 *   SHORT_QUARANTINE     the quarantine is as long as a request lives, and not longer
 *   QUARANTINE_OF_INTENT the quarantine counts from the intent: a desk may send much later
 *   NO_MARK              an effect leaves without a durable mark
 *   NO_LOOK              what may have left is said again when its quarantine is over
 *   GUESS                a server that cannot be asked is taken to have nothing
 *   NO_ADOPTION          a lost ledger does not look for answers in the ticket
 *   NO_WAIT              a lost ledger does not wait for what its last run may have sent
 *   NO_RECOVERY          what was leaving when a commit failed is let go again
 *   NO_CHECK             the ticket is not read before the answer is sent
 *   NO_NET               that reading does not look for the key: an old copy repeats itself
 *
 * The look, and the adoption after a loss, are doubled by that net. So that their own faults show,
 * NO_NET goes with NO_LOOK, GUESS and NO_ADOPTION, and NO_COPY with it: nobody puts back an old
 * copy. Without a fault the protocol holds in that smaller world, too.
 */

#if defined(NO_LOOK) || defined(GUESS) || defined(NO_ADOPTION)
#define NO_NET
#define NO_COPY
#endif

#ifdef NO_NET
#define IS_CAUGHT false
#else
#define IS_CAUGHT has_key[ledger.revision]
#endif

#define LIFE 2

#if defined(NO_QUARANTINE)
#define QUARANTINE 0
#elif defined(SHORT_QUARANTINE)
#define QUARANTINE (LIFE - 1)
#else
#define QUARANTINE (LIFE + 1)
#endif

#define REVISIONS 3 /* from 1 */

/* Every run comes to its end, but for one in which every request is lost for ever (progress_lost). */

/* ---- the ticket system ---- */

byte written[REVISIONS]; /* public answers of ours, by revision */
bool has_key[REVISIONS];
bool has_torn;		 /* an answer whose key was lost between the reply and its field */
byte messages = 1;	 /* of the customer */
bool has_person;
bool is_reachable = true;

/* ---- requests that left: at most one that is listened to, and one that is not ---- */

byte life[2]; /* 0: none */
byte carries[2];

/* ---- the ledger: durable ---- */

mtype = {NONE, PENDING, LEAVING, UNSETTLED, DONE, STOOD_BACK, DOUBTFUL};

typedef record {
	mtype effect;
	byte revision;
	byte messages; /* of the customer, when it was judged */
};
record ledger, copy;
bool has_copy;
byte quarantine;	  /* left of it, by a due time in the ledger */

/* ---- the worker's memory ---- */

bool is_up;
bool knows_all;	  /* one whole poll went well since the start */
bool is_told;	  /* the admin knows that something is not settled */
byte silence;	  /* left of it, after the start with an empty ledger */
mtype = {IDLE, PACKED, CHECKED, LISTENING};
mtype stage = IDLE; /* of the effect on its way */
byte slot;	   /* of the request that is listened to */
bool is_obeyed;	   /* and the server's answer to it is on its way back */

/* ---- for the assertions alone ---- */

bool intent[REVISIONS]; /* that ever was durable */
bool was_with_person;   /* when it was last checked */

/* ---- what may still go wrong ---- */

byte crashes = 2, losses = 1, outages = 2, commits_lost = 1, keys_lost = 1;

#define IS_IN_FLIGHT (ledger.effect == LEAVING || ledger.effect == UNSETTLED)
#define IS_WITH_PERSON (ledger.effect == DOUBTFUL || ledger.effect == STOOD_BACK)
#define FREE_SLOT    (life[0] == 0 -> 0 : 1)

inline forget() {
	knows_all = false; is_told = false; silence = 0;
	stage = IDLE; slot = 0; is_obeyed = false
}

inline unsettle() {
#ifndef QUARANTINE_OF_INTENT
	quarantine = QUARANTINE;
#endif
	ledger.effect = UNSETTLED
}

/* What the program finds leaving, and knows nothing of. */
inline recover() {
	if
#ifdef NO_RECOVERY
	:: ledger.effect == LEAVING -> ledger.effect = PENDING
#else
	:: ledger.effect == LEAVING -> unsettle()
#endif
	:: else
	fi
}

inline judge_anew() {
	ledger.revision++;
	ledger.messages = messages;
	ledger.effect = PENDING;
	intent[ledger.revision] = true
}

/* The ticket as a start reads it: what stands there and is not on record is put on record. */
inline adopt() {
	if
	:: ledger.effect != NONE
	:: else ->
		if
		:: has_key[2] -> ledger.revision = 2; ledger.messages = messages; ledger.effect = DONE
		:: !has_key[2] && has_key[1] -> ledger.revision = 1; ledger.messages = 1; ledger.effect = DONE
		:: else
		fi
	fi
}

/* An answer came, or none will: the commit that says so may fail, and then memory has forgotten
 * what the ledger still holds to be leaving. */
inline settle(state) {
	stage = IDLE; is_obeyed = false;
	if
	:: ledger.effect = state
	:: commits_lost > 0 -> commits_lost--; recover()
	fi
}

active proctype Worker() {
end:	do
	/* A start. */
	:: atomic { !is_up ->
		is_up = true; recover();
#ifndef NO_WAIT
		if
		:: ledger.effect == NONE -> silence = QUARANTINE
		:: else
		fi
#endif
	}

	/* The first whole poll. */
	:: atomic { is_up && !knows_all && silence == 0 && is_reachable ->
		knows_all = true;
#ifndef NO_ADOPTION
		adopt()
#endif
	}

	/* A judgement, when the ticket has something new and nothing of it is in flight. */
	:: atomic { is_up && knows_all && is_reachable && !has_person && !IS_IN_FLIGHT && !IS_WITH_PERSON &&
		(ledger.effect == NONE || messages > ledger.messages) ->
		judge_anew()
	}
	:: atomic { is_up && knows_all && is_reachable && has_person && ledger.effect == PENDING && stage == IDLE ->
		ledger.effect = STOOD_BACK
	}

	/* The intent becomes durable, and only then is the effect handed to the desk. */
	:: atomic { is_up && knows_all && ledger.effect == PENDING && stage == IDLE && (is_reachable || !is_told) ->
#ifndef NO_MARK
		ledger.effect = LEAVING;
#endif
#ifdef QUARANTINE_OF_INTENT
		quarantine = QUARANTINE;
#endif
		stage = PACKED
	}

	/* The ticket is read again before anything is written to it. */
	:: atomic { is_up && stage == PACKED ->
#ifdef NO_CHECK
		was_with_person = has_person; stage = CHECKED
#else
		if
		:: !is_reachable -> is_told = true; settle(PENDING)
		:: is_reachable && IS_CAUGHT -> settle(DONE)
		:: is_reachable && !IS_CAUGHT && has_person -> settle(STOOD_BACK)
		:: is_reachable && !IS_CAUGHT && !has_person &&
			messages > ledger.messages -> stage = IDLE; judge_anew()
		:: else -> was_with_person = has_person; stage = CHECKED
		fi
#endif
	}
	:: atomic { is_up && stage == CHECKED ->
		slot = FREE_SLOT;
		assert(life[slot] == 0);
		assert(intent[ledger.revision]);
		assert(!was_with_person);
		life[slot] = LIFE; carries[slot] = ledger.revision;
		stage = LISTENING
	}

	/* The answer comes, or is lost, or comes too late. */
	:: atomic { is_up && stage == LISTENING && is_obeyed -> settle(DONE) }
	:: is_up && stage == LISTENING ->
progress_lost:	atomic {
			if
			:: is_up && stage == LISTENING ->
				stage = IDLE; is_obeyed = false;
#ifdef NO_MARK
				ledger.effect = LEAVING;
#endif
				unsettle()
			:: else
			fi
		}

	/* The look, when nothing can arrive any more. */
	:: atomic { is_up && ledger.effect == UNSETTLED && quarantine == 0 && (is_reachable || !is_told) ->
		if
#ifdef NO_LOOK
		:: true -> ledger.effect = PENDING
#else
		:: is_reachable && has_key[ledger.revision] -> ledger.effect = DONE
		:: is_reachable && !has_key[ledger.revision] && has_torn -> ledger.effect = DOUBTFUL
		:: is_reachable && !has_key[ledger.revision] && !has_torn -> ledger.effect = PENDING
#ifdef GUESS
		:: !is_reachable -> ledger.effect = PENDING
#else
		:: !is_reachable -> is_told = true
#endif
#endif
		fi
	}
	od
}

/* The server, and the wire to it: obeys in order or not, late, or never. */
active proctype Server() {
	byte i;
end:	do
	:: atomic { life[0] > 0 || life[1] > 0 ->
		if
		:: life[0] > 0 -> i = 0
		:: life[1] > 0 -> i = 1
		fi;
		if
		:: written[carries[i]]++;
			assert(written[carries[i]] == 1);
			if
			:: has_key[carries[i]] = true
			:: keys_lost > 0 && losses > 0 -> keys_lost--; losses = 0; has_torn = true
			fi;
			if
			:: stage == LISTENING && slot == i -> is_obeyed = true
			:: else
			fi
		:: skip /* lost */
		fi;
		life[i] = 0; carries[i] = 0; i = 0
	}
	od
}

/* One tick: of a request that dies now nothing will come any more. */
active proctype Time() {
end:	do
	:: d_step { life[0] > 0 || life[1] > 0 || quarantine > 0 || silence > 0 ->
		life[0] = (life[0] > 0 -> life[0] - 1 : 0);
		life[1] = (life[1] > 0 -> life[1] - 1 : 0);
		carries[0] = (life[0] > 0 -> carries[0] : 0);
		carries[1] = (life[1] > 0 -> carries[1] : 0);
		quarantine = (quarantine > 0 -> quarantine - 1 : 0);
		silence = (silence > 0 -> silence - 1 : 0)
	}
	od
}

/* Everybody else. An old copy is put back by a person's hand, which takes longer than a request
 * lives; a file that is deleted may be missing at once. */
active proctype World() {
	do
	:: atomic { is_up && crashes > 0 -> crashes--; is_up = false; forget() }
	:: atomic { !is_up && losses > 0 -> losses--;
		ledger.effect = NONE; ledger.revision = 0; ledger.messages = 0; quarantine = 0 }
#ifndef NO_COPY
	:: atomic { !is_up && losses > 0 && has_copy && life[0] == 0 && life[1] == 0 -> losses--;
		ledger.effect = copy.effect; ledger.revision = copy.revision;
		ledger.messages = copy.messages; quarantine = 0 }
	:: atomic { !has_copy && losses > 0 -> has_copy = true;
		copy.effect = ledger.effect; copy.revision = ledger.revision;
		copy.messages = ledger.messages }
#endif
	:: atomic { outages > 0 -> outages--; is_reachable = !is_reachable; is_told = false }
	:: atomic { messages < REVISIONS - 1 -> messages++ }
	:: atomic { !has_person -> has_person = true }
	:: break
	od
}

/* When nothing more can happen, the last words were answered, or somebody was told. */
active proctype End() {
	timeout;
	assert(has_person || ledger.effect == DOUBTFUL || ledger.effect == STOOD_BACK || !is_reachable ||
	       (ledger.effect == DONE && ledger.messages == messages && written[ledger.revision] == 1));
	assert(!(ledger.effect == UNSETTLED || ledger.effect == LEAVING) || is_told);
	assert(!(ledger.effect == PENDING) || is_told || (!is_reachable && !knows_all))
}
