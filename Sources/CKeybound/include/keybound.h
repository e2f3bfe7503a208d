/*
 * Keybound: "may this program run?", answered by a license that is bound to a USB key.
 *
 *     keybound_options options = KEYBOUND_OPTIONS;
 *     options.product = "com.example.app";           options.product_length = 15;
 *     options.publisher = ROOT;                      options.publisher_length = sizeof ROOT - 1;
 *     keybound_session *session;
 *     keybound_status status = keybound_open(&options, &session);
 *
 * The program is convinced by the key and by the publisher's root that is compiled into it, and not by the daemon
 * that carries the question: every session asks with a random number of its own.
 *
 * All functions may be called from any thread at any time, with NULL, and with handles that were closed: they answer
 * with a status. A session does not survive fork(), and neither do the threads of this library: a process opens its
 * sessions after it was forked, or begins another program.
 */
#ifndef KEYBOUND_H
#define KEYBOUND_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The version of this header. Functions, numbers and members are added, and none changes its meaning. */
#define KEYBOUND_API_VERSION 1

/*
 * What became of a call. Numbers are never used for something else.
 *
 *   0       the license holds
 *   1-99    it could not be found out, or the call is wrong
 *   100-    the license is refused; the text of the verdict says what to do
 */
typedef int32_t keybound_status;

enum {
    KEYBOUND_ACCEPTED = 0,

    /* A pointer is NULL that must not be, a length is impossible, or a text is no UTF-8 or empty. */
    KEYBOUND_INVALID_ARGUMENT = 1,
    /* The handle is of no session or verdict, or of one that was closed. */
    KEYBOUND_INVALID_HANDLE = 2,
    /* The publisher's root is no public JWK with the publisher's name in `iss`. */
    KEYBOUND_INVALID_PUBLISHER = 3,
    /* A session was opened before fork(). */
    KEYBOUND_FORKED = 4,

    KEYBOUND_LICENSE_ABSENT = 100,
    KEYBOUND_MALFORMED = 101,
    KEYBOUND_SIGNATURE_INVALID = 102,
    KEYBOUND_ISSUER_UNKNOWN = 103,
    KEYBOUND_NOT_YET_VALID = 104,
    KEYBOUND_EXPIRED = 105,
    KEYBOUND_CLOCK_SET_BACK = 106,
    KEYBOUND_KEY_ABSENT = 107,
    KEYBOUND_KEY_WRONG = 108,
    KEYBOUND_KEY_ANONYMOUS = 109,
    KEYBOUND_KEY_NO_ACCESS = 110,
    KEYBOUND_KEY_BUSY = 111,
    KEYBOUND_KEY_PROOF_FAILED = 112,
    KEYBOUND_KEY_CLONE_SUSPECTED = 113,
    KEYBOUND_ASSURANCE_TOO_LOW = 114,
    KEYBOUND_MACHINE_CHANGED = 115,
    KEYBOUND_REVOKED = 116,
    KEYBOUND_SUPERSEDED = 117,
    KEYBOUND_FEATURE_NOT_LICENSED = 118,
    KEYBOUND_SEATS_FULL = 119,
    KEYBOUND_SEAT_DENIED = 120,
    KEYBOUND_SERVER_UNREACHABLE = 121
};

/* One use of a product, from keybound_open to keybound_close. */
typedef struct keybound_session keybound_session;

/* An answer, as it was at one moment. */
typedef struct keybound_verdict keybound_verdict;

/*
 * What is asked. Begin with KEYBOUND_OPTIONS, so that members that are added later have their default. Texts are
 * UTF-8 with their length in bytes and need no zero at the end; they are copied.
 */
typedef struct {
    /* sizeof (keybound_options). */
    size_t size;
    /* The product's ID, as the license has it. */
    const char *product;
    size_t product_length;
    /* A feature that the license must name; NULL for none. */
    const char *feature;
    size_t feature_length;
    /* The publisher's root: the text of the JWK file that `keybound-center init` wrote. */
    const char *publisher;
    size_t publisher_length;
    /* The folder of the license store; NULL for KEYBOUND_STATE_DIR, else the user's and the computer's. */
    const char *state_dir;
    size_t state_dir_length;
    /* The socket of the daemon; NULL for KEYBOUND_SOCKET, else /run/keybound/keybound.sock. */
    const char *socket;
    size_t socket_length;
} keybound_options;

#define KEYBOUND_OPTIONS { sizeof(keybound_options), NULL, 0, NULL, 0, NULL, 0, NULL, 0, NULL, 0 }

/*
 * Called on a thread of the library when the verdict has become another one: the key was pulled and the time runs
 * that the license grants without it, or the key is back, or the license no longer holds. It may call any function
 * here.
 */
typedef void (*keybound_callback)(void *context, keybound_status status);

/*
 * Asks for a license and stays with it. Blocks for as long as the key takes, 50 to 300 ms; if another program uses
 * the key, up to 12 seconds.
 *
 * Returns the first verdict. Below 100 but for KEYBOUND_ACCEPTED there is no session, and *session is NULL;
 * otherwise there is one, also for a refusal: its verdict says why, and it goes on to look for a license.
 */
keybound_status keybound_open(const keybound_options *options, keybound_session **session);

/* The verdict as it is now. Takes microseconds: nothing is asked anew, which happens in the background. */
keybound_status keybound_check(keybound_session *session);

/*
 * Seconds that the license still holds though its key is absent; -1 when the key is there, or none is needed, or the
 * license is refused.
 */
int64_t keybound_grace_left(keybound_session *session);

/* The verdict as it is now with all its words, to be freed by keybound_verdict_free; *verdict is NULL without one. */
keybound_status keybound_verdict_of(keybound_session *session, keybound_verdict **verdict);

/* The status that the verdict stands for; KEYBOUND_INVALID_HANDLE for no verdict. */
keybound_status keybound_verdict_status(const keybound_verdict *verdict);

/*
 * The words of a verdict: UTF-8, with a zero at the end that the length does not count, valid until the verdict is
 * freed. For no verdict the text is empty. length may be NULL.
 *
 *   text     for a person: what is wrong, what was expected and found, and what to do; some lines
 *   license  the ID of the license that it is about; may be empty
 *   json     the same as `keybound run --json` prints: license, route, reasons, warnings, and why other routes were
 *            passed over
 */
const char *keybound_verdict_text(const keybound_verdict *verdict, size_t *length);
const char *keybound_verdict_license(const keybound_verdict *verdict, size_t *length);
const char *keybound_verdict_json(const keybound_verdict *verdict, size_t *length);

void keybound_verdict_free(keybound_verdict *verdict);

/*
 * Says what to call when the verdict changes, in place of what was said before; NULL for nothing. What was said before is
 * not called any more once this has returned, unless it is called from there.
 */
keybound_status keybound_on_change(keybound_session *session, keybound_callback callback, void *context);

/*
 * Ends the session. Its callback is not called any more once this has returned, unless it is called from there.
 * A second close answers KEYBOUND_INVALID_HANDLE.
 */
keybound_status keybound_close(keybound_session *session);

/* The stable name of a status, as KEY_ABSENT; UNKNOWN for a number that this library does not know. Never freed. */
const char *keybound_status_name(keybound_status status);

/* The KEYBOUND_API_VERSION of the library that is loaded. */
uint32_t keybound_api_version(void);

#ifdef __cplusplus
}
#endif

#endif
