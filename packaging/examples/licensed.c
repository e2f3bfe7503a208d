/*
 * A program that needs a license.
 *
 *     cc -std=c99 licensed.c $(pkg-config --cflags --libs keybound) -o licensed
 *     ./licensed com.example.app publisher.jwk 60
 *
 * Works for that many seconds, and tells what becomes of its license meanwhile. With --repeat it comes and goes that
 * often. Exit codes: 0 accepted, 3 refused, 1 could not find out, 64 usage.
 */
#define _POSIX_C_SOURCE 200809L

#include <errno.h>
#include <inttypes.h>
#include <keybound.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { EXIT_ACCEPTED = 0, EXIT_UNKNOWN = 1, EXIT_REFUSED = 3, EXIT_USAGE = 64 };

static void print_verdict(keybound_session *session)
{
    keybound_verdict *verdict;
    keybound_verdict_of(session, &verdict);
    puts(keybound_verdict_text(verdict, NULL));
    keybound_verdict_free(verdict);

    int64_t grace = keybound_grace_left(session);
    if (grace >= 0)
        printf("without its key it holds for %" PRId64 " more seconds\n", grace);
    fflush(stdout);
}

/* On a thread of the library. A program whose license no longer holds lets its user save, and stops. */
static void changed(void *context, keybound_status status)
{
    printf("now %s\n", keybound_status_name(status));
    print_verdict(context);
}

static void work(unsigned seconds)
{
    struct timespec rest = { (time_t)seconds, 0 };
    while (nanosleep(&rest, &rest) != 0 && errno == EINTR)
        ;
}

static keybound_status use_product(const keybound_options *options, unsigned seconds)
{
    keybound_session *session;
    keybound_status status = keybound_open(options, &session);
    if (session == NULL) {
        fprintf(stderr, "could not ask for the license: %s\n", keybound_status_name(status));
        return status;
    }
    print_verdict(session);
    if (status == KEYBOUND_ACCEPTED) {
        keybound_on_change(session, changed, session);
        work(seconds);
        status = keybound_check(session);
    }
    keybound_close(session);
    return status;
}

/* A real program has its publisher's root compiled in: whoever can change this file can license anything. */
static char *read_root(const char *path, size_t *length)
{
    static char root[65536];
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        perror(path);
        return NULL;
    }
    *length = fread(root, 1, sizeof root, file);
    if (ferror(file)) {
        perror(path);
        fclose(file);
        return NULL;
    }
    fclose(file);
    return root;
}

static int parse_count(const char *text, unsigned *count)
{
    char *end;
    errno = 0;
    unsigned long value = strtoul(text, &end, 10);
    if (*text < '0' || *text > '9' || *end != '\0' || errno != 0 || value > INT_MAX)
        return 0;
    *count = (unsigned)value;
    return 1;
}

static int usage(void)
{
    fputs("usage: licensed PRODUCT ROOT [SECONDS] [--repeat N]\n", stderr);
    return EXIT_USAGE;
}

int main(int count, char **arguments)
{
    unsigned seconds = 0, repeats = 1;
    if (count >= 5 && strcmp(arguments[count - 2], "--repeat") == 0) {
        if (!parse_count(arguments[count - 1], &repeats) || repeats == 0)
            return usage();
        count -= 2;
    }
    if (count < 3 || count > 4 || (count == 4 && !parse_count(arguments[3], &seconds)))
        return usage();

    keybound_options options = KEYBOUND_OPTIONS;
    options.product = arguments[1];
    options.product_length = strlen(arguments[1]);
    options.publisher = read_root(arguments[2], &options.publisher_length);
    if (options.publisher == NULL)
        return EXIT_UNKNOWN;

    keybound_status status = KEYBOUND_ACCEPTED;
    while (repeats-- > 0)
        status = use_product(&options, seconds);
    if (status == KEYBOUND_ACCEPTED)
        return EXIT_ACCEPTED;
    return status < 100 ? EXIT_UNKNOWN : EXIT_REFUSED;
}
