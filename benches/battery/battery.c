/* A battery of TestU01 over 32-bit words read from standard input:
 *
 *     words stream | battery smallcrush NAME
 *
 * prints one line: the number of p-values, how many are clear failures (outside [1e-10, 1 - 1e-10]), and those outside
 * [1e-4, 1 - 1e-4], each with its test. TestU01 gives both tails of a statistic as one p-value, so both ends count.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <testu01/bbattery.h>
#include <testu01/swrite.h>
#include <testu01/unif01.h>

enum { WORDS = 1 << 16 };

static unsigned int words[WORDS];
static size_t next_word = WORDS;
static unsigned long long used;

static unsigned int word(void)
{
    if (next_word == WORDS) {
        if (fread(words, sizeof words[0], WORDS, stdin) != WORDS) {
            fputs("battery: the words ended early\n", stderr);
            exit(1);
        }
        next_word = 0;
    }
    used++;
    return words[next_word++];
}

int main(int count, char **arguments)
{
    if (count != 3) {
        fputs("battery smallcrush|crush|bigcrush NAME\n", stderr);
        return 2;
    }
    swrite_Basic = FALSE;
    unif01_Gen *generator = unif01_CreateExternGenBits(arguments[2], word);
    /* TestU01 prints a report of its own, which goes to the log with standard output. */
    if (strcmp(arguments[1], "smallcrush") == 0)
        bbattery_SmallCrush(generator);
    else if (strcmp(arguments[1], "crush") == 0)
        bbattery_Crush(generator);
    else if (strcmp(arguments[1], "bigcrush") == 0)
        bbattery_BigCrush(generator);
    else {
        fputs("battery smallcrush|crush|bigcrush NAME\n", stderr);
        return 2;
    }

    int failures = 0, outside = 0;
    char list[4096] = "";
    for (int i = 0; i < bbattery_NTests; i++) {
        double p = bbattery_pVal[i];
        if (p > 1e-4 && p < 1.0 - 1e-4)
            continue;
        outside++;
        failures += !(p > 1e-10 && p < 1.0 - 1e-10);
        size_t length = strlen(list);
        snprintf(list + length, sizeof list - length, "%s%s p = %.3g", length ? "; " : "", bbattery_TestNames[i],
                 p < 0.5 ? p : p - 1.0);
    }
    /* Upper tails are shown as what is missing to 1, with a minus. */
    printf("RESULT | %s | %s | %.1e | %d | %d | %d | %s |\n", arguments[2], arguments[1], (double)used, bbattery_NTests,
           failures, outside, outside ? list : "none");
    unif01_DeleteExternGenBits(generator);
    return failures != 0;
}
