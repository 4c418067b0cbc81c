/* A battery of TestU01 over 32-bit words read from standard input:
 *
 *     words stream | battery smallcrush NAME
 *     words stream | battery crush NAME TEST TIMES
 *
 * prints one line: the number of p-values, how many are clear failures (outside [1e-10, 1 - 1e-10]), and those outside
 * [1e-4, 1 - 1e-4], each with its test. TestU01 gives both tails of a statistic as one p-value, so both ends count.
 *
 * The second form repeats one test of the battery, by its number in TestU01's report: what to do about a p-value that
 * stands out, because chance does not repeat and a fault does.
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

static int usage(void)
{
    fputs("battery smallcrush|crush|bigcrush NAME [TEST TIMES]\n", stderr);
    return 2;
}

int main(int count, char **arguments)
{
    /* The number of a test, from 1 on, is its place here. */
    static int repeat[256];
    if (count != 3 && count != 5)
        return usage();
    int single = count == 5;
    if (single) {
        int test = atoi(arguments[3]), times = atoi(arguments[4]);
        if (test < 1 || test > 106 || times < 1 || times > 100)
            return usage();
        repeat[test] = times;
    }
    swrite_Basic = FALSE;
    unif01_Gen *generator = unif01_CreateExternGenBits(arguments[2], word);
    /* TestU01 prints a report of its own, which goes to the log with standard output. */
    if (strcmp(arguments[1], "smallcrush") == 0)
        single ? bbattery_RepeatSmallCrush(generator, repeat) : bbattery_SmallCrush(generator);
    else if (strcmp(arguments[1], "crush") == 0)
        single ? bbattery_RepeatCrush(generator, repeat) : bbattery_Crush(generator);
    else if (strcmp(arguments[1], "bigcrush") == 0)
        single ? bbattery_RepeatBigCrush(generator, repeat) : bbattery_BigCrush(generator);
    else
        return usage();

    int failures = 0, outside = 0;
    char list[4096] = "";
    if (single)
        for (int i = 0; i < bbattery_NTests; i++)
            printf("p = %.4f %s\n", bbattery_pVal[i], bbattery_TestNames[i]);
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
