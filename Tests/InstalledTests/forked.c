/* What a child of a process that has opened a session may do with the library: ask, and be told that it may not. */
#include <keybound.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static keybound_options options;

static void set(const char *product, const char *root) {
    memset(&options, 0, sizeof options);
    options.size = sizeof options;
    options.product = product;
    options.product_length = strlen(product);
    options.publisher = root;
    options.publisher_length = strlen(root);
}

/* The status that a child ends with. */
static int child(int (*work)(void)) {
    int status = 0;
    pid_t process = fork();
    if (process == 0) {
        alarm(20);
        _exit(work());
    }
    waitpid(process, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 255;
}

static keybound_session *session;
static keybound_verdict *verdict;

static int opens(void) { return (int)keybound_open(&options, &session); }

static int uses(void) {
    keybound_session *other = NULL;
    size_t length = 1;
    keybound_verdict_text(verdict, &length);
    keybound_verdict_free(verdict);
    if (length != 0 || keybound_verdict_status(verdict) != KEYBOUND_FORKED) return 254;
    if (keybound_open(&options, &other) != KEYBOUND_FORKED) return 253;
    return (int)keybound_check(session);
}

int main(int count, char **arguments) {
    static char root[4096];
    FILE *file = count == 3 ? fopen(arguments[2], "r") : NULL;
    if (file == NULL) return 64;
    root[fread(root, 1, sizeof root - 1, file)] = 0;
    fclose(file);

    set("", root);
    printf("parent refused %d\n", (int)keybound_open(&options, &session));
    set(arguments[1], root);
    printf("child opens %d\n", child(opens));
    printf("parent opens %d\n", (int)keybound_open(&options, &session));
    keybound_verdict_of(session, &verdict);
    printf("child uses %d\n", child(uses));
    printf("parent checks %d\n", (int)keybound_check(session));
    return 0;
}
